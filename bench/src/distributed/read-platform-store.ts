import { systemClock, systemRandom } from '@usher/kernel'
import { type Item, scanItems } from '@usher/stores/dynamodb/batch-reads'
import { openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import type { Stored } from '../targets/target.ts'

/** Counts what is in the tables, without the code that wrote them. */
export async function readPlatformStore(endpoint: string): Promise<Stored> {
  const config = { endpoint, region: 'us-east-1', tablePrefix: '', createTables: 'no' as const }
  const dynamodb = await openDynamodb(config, [])
  const needs = { dynamodb, clock: systemClock, random: systemRandom }
  const read = async (table: string) => {
    const items: Item[] = []
    for await (const item of scanItems(needs, { TableName: table })) items.push(item)
    return items
  }
  try {
    return compare({ bookings: await read('bookings'), seats: await read('seats') })
  } finally {
    dynamodb.close()
  }
}

/** Every CONFIRMED booking has its seats alone, and every BOOKED seat its booking. */
export function compare(rows: {
  readonly bookings: readonly Item[]
  readonly seats: readonly Item[]
}): Stored {
  const ids = new Set<string>()
  const owners = new Map<string, string>()
  const twice = new Set<string>()
  for (const booking of rows.bookings) {
    if (booking['status'] !== 'CONFIRMED') continue
    const bookingId = String(booking['booking_id'])
    ids.add(bookingId)
    for (const seat of booking['seats'] as readonly Item[]) {
      if (seat['cancelled'] === true) continue
      const key = seatKey(booking, seat)
      if (owners.has(key)) twice.add(key)
      owners.set(key, bookingId)
    }
  }
  const booked = rows.seats.filter((seat) => seat['status'] === 'BOOKED')
  const agreed = booked.filter((seat) => owners.get(seatKey(seat, seat)) === seat['booking_id'])
  return {
    oversold: twice.size,
    mismatches: booked.length + owners.size - 2 * agreed.length,
    hasBooking: (bookingId) => ids.has(bookingId),
  }
}

/** Behind the point an event's id has the partition, see ADR 0009. */
function seatKey(ofEvent: Item, seat: Item): string {
  return `${Math.trunc(Number(ofEvent['event_id']))} ${String(seat['seat_number'])}`
}
