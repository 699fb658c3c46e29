import { decodeCursor, encodeCursor, type UserId } from '@usher/kernel'
import { type Event, type EventStatus, eventStatuses, NEVER_MS } from '../domain/event.ts'
import { settled } from '../domain/event-status.ts'
import type { EventPosition, EventQuery } from '../ports/event-store.ts'
import { organizerOf } from './ownership.ts'
import { type Page, pageSize } from './paging.ts'
import type { EventsPorts } from './ports.ts'

export interface EventFilter {
  /** Absent: everything of one's own; of the public list what is still to come. */
  readonly status: EventStatus | undefined
  readonly city: string | undefined
  readonly category: string | undefined
  readonly cursor: string
  readonly limit: number
  /** Set: this organizer's own events, drafts among them. */
  readonly ownerUserId: UserId | undefined
}

/**
 * Events looked at at once, and for one page: a rare filter answers with a short page and a cursor,
 * not with a wait.
 */
const LOOK = 200
const LOOKS_MAX = 10

/** Events by date, then by id, with the status each has now. */
export async function listEvents(ports: EventsPorts, filter: EventFilter): Promise<Page<Event>> {
  const size = pageSize(filter.limit)
  const nowMs = ports.clock.nowMs()
  const statuses = statusesOf(filter)
  const query = await queryFor(ports, filter, nowMs)
  const found: Event[] = []
  let after: EventPosition | undefined = query.after
  for (let look = 0; after && look < LOOKS_MAX; look++) {
    const { events, next } = await ports.events.list({ ...query, after, limit: LOOK })
    for (const event of events) {
      const current = settled(event, nowMs)
      if (statuses.has(current.status)) found.push(current)
    }
    after = next
    if (found.length > size) break
  }
  const items = found.slice(0, size)
  const last = items.at(-1)
  const next = found.length > size && last ? positionOf(last) : after
  return { items, nextCursor: next ? encodeCursor([next.eventDateMs, next.eventId]) : '' }
}

const everyStatus: ReadonlySet<EventStatus> = new Set(eventStatuses)
const toCome: ReadonlySet<EventStatus> = new Set(['UPCOMING', 'ON_SALE', 'SOLD_OUT'])

/** What is over or called off is found by asking for its status. */
function statusesOf({ status, ownerUserId }: EventFilter): ReadonlySet<EventStatus> {
  if (status !== undefined) return new Set([status])
  return ownerUserId === undefined ? toCome : everyStatus
}

async function queryFor(
  ports: EventsPorts,
  filter: EventFilter,
  nowMs: number,
): Promise<Omit<EventQuery, 'limit'>> {
  const { status, city, category, cursor, ownerUserId } = filter
  const own = ownerUserId && { organizerId: (await organizerOf(ports, ownerUserId)).organizerId }
  const start = cursor ? positionFrom(cursor) : firstPosition(filter, nowMs)
  return {
    ...own,
    ...(city !== undefined && { city }),
    ...(category !== undefined && { category }),
    after: start,
    // An event is PAST from its date on.
    beforeMs: status === 'PAST' ? nowMs + 1 : NEVER_MS,
  }
}

const ID_MAX = 0xffff_ffff

/** Statuses of events to come need no look at those of years gone by. */
function firstPosition(filter: EventFilter, nowMs: number): EventPosition {
  return [...statusesOf(filter)].every((status) => toCome.has(status))
    ? { eventDateMs: nowMs, eventId: ID_MAX }
    : { eventDateMs: 0, eventId: 0 }
}

function positionOf({ details, eventId }: Event): EventPosition {
  return { eventDateMs: details.eventDateMs, eventId }
}

function positionFrom(cursor: string): EventPosition {
  const [eventDateMs, eventId] = decodeCursor(cursor, ['number', 'number'])
  return { eventDateMs: Number(eventDateMs), eventId: Number(eventId) }
}
