import { bookingsTable } from '@usher/booking/adapters/tables/booking-tables'
import {
  type ReservationRow,
  reservationsTable,
  type SeatJournalRow,
  seatJournalTable,
  seatsTable,
} from '@usher/inventory/adapters/tables/rows'
import { paymentsTable } from '@usher/payment/adapters/tables/payments-table'
import type { Change, Table } from '@usher/stores'
import type { Platter } from '../machine/simulated-disk.ts'
import type { Sightings } from '../sightings.ts'
import { bookingMoves, reservationMoves, seatMoves } from './moves.ts'
import type { Breach } from './state.ts'

/**
 * The rows whose versions and moves are watched. Payments keep some of their versions to
 * themselves.
 */
const watched = new Map<string, Readonly<Record<string, readonly string[]>> | undefined>([
  [seatsTable.name, seatMoves],
  [reservationsTable.name, reservationMoves],
  [bookingsTable.name, bookingMoves],
  [paymentsTable.name, undefined],
])

interface Watched {
  readonly version: number
  readonly status: string
}

/**
 * Reads what becomes durable, in its order, over all lives of the process. I17: versions only grow,
 * and states move as drawn. Also the best place to see what has happened.
 */
export class DurableLog {
  readonly #rows = new Map<string, Watched>()
  readonly #reservations = new Map<string, ReservationRow>()
  readonly #steps = new Map<string, string>()
  readonly #platter: Platter
  readonly #sightings: Sightings
  #read = 0

  constructor(platter: Platter, sightings: Sightings) {
    this.#platter = platter
    this.#sightings = sightings
  }

  /** Reads on to the end. */
  *check(): Generator<Breach> {
    const fresh = this.#platter.durable.slice(this.#read)
    this.#read += fresh.length
    for (const commit of fresh) {
      for (const change of commit) {
        yield* this.#checkMove(change)
        this.#see(change)
      }
    }
  }

  *#checkMove({ table, key, row }: Change): Generator<Breach> {
    if (!watched.has(table.name) || !row) return
    const moves = watched.get(table.name)
    const id = `${table.name} ${key.join('#')}`
    const after = row as Watched
    const before = this.#rows.get(id)
    this.#rows.set(id, after)
    const facts = { row: id, before, after }
    const step = after.version - (before?.version ?? 0)
    if (moves ? step !== 1 : step < 1) yield { invariant: 'I17', facts }
    if (!before || !moves || moves[before.status]?.includes(after.status)) return
    yield { invariant: 'state machine', facts }
  }

  #see({ table, row }: Change): void {
    const reservation = rowOf(reservationsTable, table, row)
    if (reservation) this.#seeReservation(reservation)
    const entry = rowOf(seatJournalTable, table, row)
    if (entry?.reason.startsWith('took over expired')) this.#sightings.saw('expired_taken_over')
    if (entry?.action === 'expired') this.#sightings.saw('expired_swept')
    if (entry?.action === 'booked') this.#seeBooked(entry)
    const booking = rowOf(bookingsTable, table, row)
    if (!booking) return
    const before = this.#steps.get(booking.booking_id)
    this.#steps.set(booking.booking_id, booking.step)
    if (before === 'undo' && booking.step === 'pay') this.#sightings.saw('undo_resumed')
    if (booking.status === 'FAILED') this.#sightings.saw(`failed_${booking.reason}`)
  }

  #seeBooked({ reservation_id, at_ms }: SeatJournalRow): void {
    const reservation = this.#reservations.get(reservation_id ?? '')
    if (reservation && reservation.expires_at_ms < at_ms)
      this.#sightings.saw('late_payment_honoured')
  }

  #seeReservation(reservation: ReservationRow): void {
    const before = this.#reservations.get(reservation.reservation_id)
    this.#reservations.set(reservation.reservation_id, reservation)
    if (reservation.status !== 'CONFIRMED' || before?.status === 'CONFIRMED') return
    if (before?.status === 'EXPIRED' || before?.status === 'RELEASED') {
      this.#sightings.saw('ended_reservation_honoured')
    }
  }
}

function rowOf<Row extends object>(
  wanted: Table<Row>,
  table: Change['table'],
  row: object | undefined,
): Row | undefined {
  return table.name === wanted.name ? (row as Row | undefined) : undefined
}
