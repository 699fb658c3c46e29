import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Stored } from './target.ts'

/** Counts what Usher stored, straight from its tables and without any of its code. */
export function readStored(directory: string): Stored {
  const database = new DatabaseSync(join(directory, 'usher.db'), { readOnly: true })
  try {
    const confirmed = new Set<string>()
    const sold = new Set<string>()
    let oversold = 0
    const bookings = database.prepare(
      "SELECT booking_id, event_id, seats FROM bookings WHERE status = 'CONFIRMED'",
    )
    for (const row of bookings.iterate()) {
      confirmed.add(String(row['booking_id']))
      for (const number of seatNumbers(String(row['seats']))) {
        const seat = `${Number(row['event_id'])} ${number}`
        if (sold.has(seat)) oversold += 1
        sold.add(seat)
      }
    }
    return { oversold, hasBooking: (bookingId) => confirmed.has(bookingId) }
  } finally {
    database.close()
  }
}

function seatNumbers(json: string): readonly string[] {
  const seats = JSON.parse(json) as readonly Record<string, unknown>[]
  return seats.map((seat) => String(seat['seatNumber'] ?? seat['seat_number']))
}
