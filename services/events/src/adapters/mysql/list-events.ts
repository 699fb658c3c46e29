import type { Kysely } from 'kysely'
import type { EventQuery } from '../../ports/event-store.ts'
import { indexedKey } from './event-row.ts'
import type { EventsDatabase } from './events-database.ts'

/** What DATETIME holds: the years 1000 to 9999. */
const EARLIEST_MS = Date.UTC(1000, 0)
const LATEST_MS = Date.UTC(10_000, 0) - 1

/**
 * The events to look at, in the order of one index, which ends with the primary key: what else the
 * query asks for is left to the caller, so that a rare wish does not read the whole table.
 */
export function eventsInOrder(db: Kysely<EventsDatabase>, query: EventQuery) {
  const { after, beforeMs, limit } = query
  const eventId = Math.min(after.eventId, Number.MAX_SAFE_INTEGER)
  const from = instant(after.eventDateMs)
  const behind = startOf(db, query)
    // A range that the index can begin at; a comparison of pairs would be none to MySQL.
    .where('event_date', '>=', from)
    .where((event) => event.or([event('event_date', '>', from), event('event_id', '>', eventId)]))
  const within = beforeMs > LATEST_MS ? behind : behind.where('event_date', '<', instant(beforeMs))
  return within.orderBy('event_date').orderBy('event_id').limit(limit)
}

/** The index that leaves the least to the caller; each begins with what is compared here. */
function startOf(db: Kysely<EventsDatabase>, query: EventQuery) {
  const { lasting, organizerId, city, category } = query
  const events = db.selectFrom('events').selectAll()
  if (lasting) return events.where('lasting', '=', 1)
  if (organizerId !== undefined) return events.where('organizer_id', '=', organizerId)
  const listed = events.where('listed', '=', 1)
  if (city !== undefined) return listed.where('city_key', '=', indexedKey(city))
  if (category !== undefined) return listed.where('category_key', '=', indexedKey(category))
  return listed
}

function instant(ms: number): Date {
  return new Date(Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS))
}
