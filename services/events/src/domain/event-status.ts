import { type Event, type EventStatus, NEVER_MS } from './event.ts'
import type { SeatCounts } from './seat-counts.ts'

/**
 * States and what moves between them:
 *
 *   DRAFT --publish--> UPCOMING --sale start--> ON_SALE
 *   ON_SALE --last seat sold--> SOLD_OUT --seats come back--> ON_SALE
 *   ON_SALE, SOLD_OUT --sale end--> UPCOMING; UPCOMING, ON_SALE, SOLD_OUT --event ends--> PAST
 *   any but DRAFT --cancel--> CANCELLED, for good; DRAFT --publish what is over--> PAST
 *
 * The status follows from facts and the clock, so a read is never behind the clock; it is written
 * besides, by a job, so that others can be told.
 */
export function statusAt(event: StatusFacts, nowMs: number): EventStatus {
  if (event.cancelledAtMs !== null) return 'CANCELLED'
  if (event.publishedAtMs === null) return 'DRAFT'
  if (nowMs >= endMs(event)) return 'PAST'
  if (nowMs < saleStartMs(event) || nowMs >= saleEndMs(event)) return 'UPCOMING'
  return isSoldOut(event.counts) ? 'SOLD_OUT' : 'ON_SALE'
}

export type StatusFacts = Pick<Event, 'details' | 'counts' | 'publishedAtMs' | 'cancelledAtMs'>

/** The event with the status it has now, ready to be written. */
export function settled<Facts extends StatusFacts>(
  event: Facts,
  nowMs: number,
): Facts & Pick<Event, 'status' | 'nextTransitionMs'> {
  return {
    ...event,
    status: statusAt(event, nowMs),
    nextTransitionMs: nextTransitionMs(event, nowMs),
  }
}

function nextTransitionMs(event: StatusFacts, nowMs: number): number {
  if (event.publishedAtMs === null || event.cancelledAtMs !== null) return NEVER_MS
  const instants = [saleStartMs(event), saleEndMs(event), endMs(event)]
  return Math.min(NEVER_MS, ...instants.filter((instant) => instant > nowMs))
}

/** What is over once it has begun, when nobody has said how long it takes. */
export function endMs({ details }: Pick<StatusFacts, 'details'>): number {
  return details.endDateMs ?? details.eventDateMs
}

/** True for what was over when it was published: it is shown, and was never on sale here. */
export function isArchived(event: Pick<StatusFacts, 'details' | 'publishedAtMs'>): boolean {
  return event.publishedAtMs !== null && event.publishedAtMs >= endMs(event)
}

export function saleStartMs(event: StatusFacts): number {
  const { saleStartTimeMs } = event.details
  return saleStartTimeMs ?? (isArchived(event) ? NEVER_MS : (event.publishedAtMs ?? NEVER_MS))
}

export function saleEndMs({ details }: Pick<StatusFacts, 'details'>): number {
  return details.saleEndTimeMs ?? details.eventDateMs
}

/** Reserved seats may come back: an event is sold out when they are sold, too. */
function isSoldOut({ totalSeats, availableSeats, reservedSeats }: SeatCounts): boolean {
  return totalSeats > 0 && availableSeats + reservedSeats === 0
}
