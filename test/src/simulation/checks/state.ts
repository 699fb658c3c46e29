import { type BookingRow, bookingsTable } from '@usher/booking/adapters/tables/booking-tables'
import {
  type AreaCountsRow,
  areaCountsTable,
  type BuyerCountRow,
  buyerCountsTable,
  type ReservationRow,
  reservationsTable,
  type SeatRow,
  seatsTable,
} from '@usher/inventory/adapters/tables/rows'
import { sandboxPaymentsTable } from '@usher/payment/adapters/sandbox/tables-sandbox-ledger'
import type { Table, Tables } from '@usher/stores'

/** What a breach is: which invariant, and what shows it. */
export interface Breach {
  readonly invariant: string
  readonly facts: object
}

type BankRow = typeof sandboxPaymentsTable extends Table<infer Row> ? Row : never

/** Everything stored, at one moment. */
export interface State {
  /** By `event#seat`. */
  readonly seats: ReadonlyMap<string, SeatRow>
  readonly reservations: ReadonlyMap<string, ReservationRow>
  readonly bookings: ReadonlyMap<string, BookingRow>
  readonly areas: readonly AreaCountsRow[]
  readonly buyers: readonly BuyerCountRow[]
  /** The bank's own books. */
  readonly bank: readonly BankRow[]
}

/** The lists are begun in one turn, so nothing comes between them. */
export async function readState(tables: Tables): Promise<State> {
  const [seats, reservations, bookings, areas, buyers, bank] = await Promise.all([
    allOf(tables, seatsTable),
    allOf(tables, reservationsTable),
    allOf(tables, bookingsTable),
    allOf(tables, areaCountsTable),
    allOf(tables, buyerCountsTable),
    allOf(tables, sandboxPaymentsTable),
  ])
  return {
    seats: new Map(seats.map((row) => [seatKey(row.event_id, row.seat_number), row])),
    reservations: new Map(reservations.map((row) => [row.reservation_id, row])),
    bookings: new Map(bookings.map((row) => [row.booking_id, row])),
    areas,
    buyers,
    bank,
  }
}

export function seatKey(event: number, seat: string): string {
  return `${event}#${seat}`
}

const ROWS_MAX = 10_000

function allOf<Row extends object>(tables: Tables, table: Table<Row>): Promise<readonly Row[]> {
  return tables.list(table, 'key', { limit: ROWS_MAX })
}

export function isLive({ status }: Pick<ReservationRow, 'status'>): boolean {
  return status === 'ACTIVE' || status === 'PAYING' || status === 'CONFIRMED'
}

/** The seats that the reservation still has, if it is live. */
export function seatsKept({ seats, cancellations }: ReservationRow): string[] {
  const given = new Set<string>(cancellations.flatMap((cancellation) => cancellation.seats))
  return seats.map(([seatNumber]) => seatNumber).filter((seat) => !given.has(seat))
}

/** How many places of the area the reservation still has, if it is live. */
export function placesKept({ areas, cancellations }: ReservationRow, area: string): number {
  const taken = areas.reduce((sum, [name, quantity]) => sum + (name === area ? quantity : 0), 0)
  return cancellations
    .flatMap((cancellation) => cancellation.areas)
    .reduce((rest, given) => rest - (given.area === area ? given.quantity : 0), taken)
}
