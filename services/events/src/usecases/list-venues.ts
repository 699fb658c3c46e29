import { decodeCursor, encodeCursor, type UserId } from '@usher/kernel'
import type { Venue } from '../domain/venue.ts'
import { organizerOf } from './ownership.ts'
import { type Page, pageSize } from './paging.ts'
import type { EventsPorts } from './ports.ts'

/** An organizer's own venues, oldest first. */
export async function listVenues(
  ports: EventsPorts,
  { userId, cursor, limit }: { userId: UserId; cursor: string; limit: number },
): Promise<Page<Venue>> {
  const size = pageSize(limit)
  const [after] = cursor ? decodeCursor(cursor, ['number']) : [0]
  const { organizerId } = await organizerOf(ports, userId)
  const found = await ports.venues.list({ organizerId, after: Number(after), limit: size + 1 })
  const items = found.slice(0, size)
  const last = found.length > size ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor([last.venueId]) : '' }
}
