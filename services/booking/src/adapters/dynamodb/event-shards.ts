import type { BookingId, EventId, Random } from '@usher/kernel'
import { shardOf, spreadKey } from '@usher/stores/dynamodb/spread-keys'

// Whatever every booking of an event writes to or looks at is spread over shards of the event, as
// seats are spread over its partitions (ADR 0009). Both numbers are part of what is stored:
// neither may ever change.

/**
 * A list of bookings takes a new item with each booking, and a key takes 500 transactional writes a
 * second: 16,000 bookings a second of one event.
 */
const LIST_SHARDS = 32
/**
 * Two transactions that meet at one item do not wait for each other: one is refused and tried
 * again. So many shards that at 1,000 bookings a second of one event and 15 ms a transaction one in
 * nine meets another.
 */
const MEETING_SHARDS = 128

/** The key under which a booking is listed. */
export function listKey(eventId: EventId, bookingId: BookingId): number {
  return spreadKey(eventId, shardOf(bookingId, LIST_SHARDS))
}

export function listKeys(eventId: EventId): readonly number[] {
  return keys(eventId, LIST_SHARDS)
}

/** One of the items at which transactions of an event meet; another one each time. */
export function anyMeetingKey({ random }: { readonly random: Random }, eventId: EventId): number {
  return spreadKey(eventId, Math.floor(random.fraction() * MEETING_SHARDS))
}

export function meetingKeys(eventId: EventId): readonly number[] {
  return keys(eventId, MEETING_SHARDS)
}

function keys(eventId: EventId, count: number): readonly number[] {
  return Array.from({ length: count }, (_, shard) => spreadKey(eventId, shard))
}
