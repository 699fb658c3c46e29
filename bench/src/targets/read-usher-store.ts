import { join } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { Stored } from './target.ts'

/**
 * Counts what Usher stored in `directory`, straight from its tables and without any of its code.
 * Usher must have ended: then everything is in the tables.
 */
export function readUsherStore(directory: string): Stored {
  const database = new DatabaseSync(join(directory, 'usher.db'), { readOnly: true })
  try {
    const bookings = readBookings(database)
    const twice = new Set([...bookings.soldTwice, ...reservedTwice(database)])
    return {
      oversold: twice.size,
      mismatches: seatMismatches(database, bookings) + moneyMismatches(database, bookings),
      hasBooking: (bookingId) => bookings.totals.has(bookingId),
    }
  } finally {
    database.close()
  }
}

/** The CONFIRMED ones. */
interface Bookings {
  /** Booking -> what the buyer owes for it. */
  readonly totals: ReadonlyMap<string, number>
  /** Event and seat -> booking. */
  readonly seats: ReadonlyMap<string, string>
  readonly soldTwice: ReadonlySet<string>
}

function readBookings(database: DatabaseSync): Bookings {
  const totals = new Map<string, number>()
  const seats = new Map<string, string>()
  const soldTwice = new Set<string>()
  const rows = rowsOf(
    database,
    'bookings',
    `SELECT booking_id, event_id, seats, total_minor - refunded_minor AS kept_minor
     FROM bookings WHERE status = 'CONFIRMED'`,
  )
  for (const row of rows) {
    const bookingId = String(row['booking_id'])
    totals.set(bookingId, Number(row['kept_minor']))
    const booked = JSON.parse(String(row['seats'])) as { seatNumber: string; cancelled: boolean }[]
    for (const { seatNumber, cancelled } of booked) {
      if (cancelled) continue
      const seat = seatKey(Number(row['event_id']), seatNumber)
      if (seats.has(seat)) soldTwice.add(seat)
      seats.set(seat, bookingId)
    }
  }
  return { totals, seats, soldTwice }
}

/** Seats of more than one reservation that is ACTIVE, PAYING or CONFIRMED. */
function reservedTwice(database: DatabaseSync): ReadonlySet<string> {
  const reserved = new Set<string>()
  const twice = new Set<string>()
  const rows = rowsOf(
    database,
    'reservations',
    `SELECT event_id, seats FROM reservations WHERE status IN ('ACTIVE', 'PAYING', 'CONFIRMED')`,
  )
  for (const row of rows) {
    for (const [seatNumber] of JSON.parse(String(row['seats'])) as [string][]) {
      const seat = seatKey(Number(row['event_id']), seatNumber)
      if (reserved.has(seat)) twice.add(seat)
      reserved.add(seat)
    }
  }
  return twice
}

/** A seat is BOOKED by a booking when, and only when, that booking has it. */
function seatMismatches(database: DatabaseSync, { seats }: Bookings): number {
  let agreed = 0
  let mismatches = 0
  const rows = rowsOf(
    database,
    'seats',
    `SELECT event_id, seat_number, booking_id FROM seats WHERE status = 'BOOKED'`,
  )
  for (const row of rows) {
    const seat = seatKey(Number(row['event_id']), String(row['seat_number']))
    if (seats.get(seat) === String(row['booking_id'])) agreed += 1
    else mismatches += 1
  }
  return mismatches + seats.size - agreed
}

/** The sandbox bank has captured, and kept, what each booking costs and nothing else. */
function moneyMismatches(database: DatabaseSync, { totals }: Bookings): number {
  const kept = new Map<string, number>()
  const rows = rowsOf(
    database,
    'sandbox_payments',
    `SELECT bookingId, amountMinor, refunds FROM sandbox_payments WHERE status = 'CAPTURED'`,
  )
  for (const row of rows) {
    const bookingId = String(row['bookingId'])
    const refunds = JSON.parse(String(row['refunds'])) as { amountMinor: number }[]
    const back = refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    kept.set(bookingId, (kept.get(bookingId) ?? 0) + Number(row['amountMinor']) - back)
  }
  const ids = new Set([...totals.keys(), ...kept.keys()])
  return [...ids].filter((id) => (totals.get(id) ?? 0) !== (kept.get(id) ?? 0)).length
}

/** A table is made when its first row is: before that there are no rows. */
function rowsOf(
  database: DatabaseSync,
  table: string,
  sql: string,
): Iterable<Record<string, SQLOutputValue>> {
  const found = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
  return found.get(table) ? database.prepare(sql).iterate() : []
}

function seatKey(eventId: number, seatNumber: string): string {
  return `${eventId} ${seatNumber}`
}
