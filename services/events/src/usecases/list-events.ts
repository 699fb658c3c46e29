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
  const query = await queryFor(ports, filter)
  const found: Event[] = []
  let after: EventPosition | undefined = filter.cursor ? positionFrom(filter.cursor) : first
  for (let look = 0; after && look < LOOKS_MAX; look++) {
    const stretch = stretchFrom(after, { statuses, nowMs })
    const { events, next } = await ports.events.list({ ...query, ...stretch, limit: LOOK })
    for (const event of events) {
      const current = settled(event, nowMs)
      if (statuses.has(current.status)) found.push(current)
    }
    after = next ?? stretch.behind
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
  { city, category, ownerUserId }: EventFilter,
): Promise<Pick<EventQuery, 'organizerId' | 'city' | 'category'>> {
  const own = ownerUserId && { organizerId: (await organizerOf(ports, ownerUserId)).organizerId }
  return {
    ...own,
    ...(city !== undefined && { city }),
    ...(category !== undefined && { category }),
  }
}

const ID_MAX = 0xffff_ffff
const first: EventPosition = { eventDateMs: 0, eventId: 0 }

/** A stretch of the list, and where to go on behind it. */
type Stretch = Pick<EventQuery, 'after' | 'beforeMs' | 'lasting'> & {
  readonly behind: EventPosition | undefined
}

/**
 * What is to come begins with what has begun and lasts: that is found without a look at all that is
 * over. What is PAST has begun by now.
 */
function stretchFrom(
  after: EventPosition,
  { statuses, nowMs }: { statuses: ReadonlySet<EventStatus>; nowMs: number },
): Stretch {
  const isToCome = [...statuses].every((status) => toCome.has(status))
  if (isToCome && after.eventDateMs < nowMs) {
    const behind = { eventDateMs: nowMs, eventId: ID_MAX }
    return { after, beforeMs: nowMs + 1, lasting: true, behind }
  }
  const isOver = [...statuses].every((status) => status === 'PAST')
  return { after, beforeMs: isOver ? nowMs + 1 : NEVER_MS, behind: undefined }
}

function positionOf({ details, eventId }: Event): EventPosition {
  return { eventDateMs: details.eventDateMs, eventId }
}

function positionFrom(cursor: string): EventPosition {
  const [eventDateMs, eventId] = decodeCursor(cursor, ['number', 'number'])
  return { eventDateMs: Number(eventDateMs), eventId: Number(eventId) }
}
