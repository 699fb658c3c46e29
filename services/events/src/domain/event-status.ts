import { type Event, type EventStatus, NEVER_MS, type SeatCounts } from './event.ts'

/**
 * States and what moves between them:
 *
 *   DRAFT --publish--> UPCOMING --sale start--> ON_SALE
 *   ON_SALE --last seat sold--> SOLD_OUT --seats come back--> ON_SALE
 *   ON_SALE, SOLD_OUT --sale end--> UPCOMING; UPCOMING, ON_SALE, SOLD_OUT --event date--> PAST
 *   any but DRAFT --cancel--> CANCELLED, for good
 *
 * The status follows from facts and the clock, so a read is never behind the clock; it is written
 * besides, by a job, so that others can be told.
 */
export function statusAt(event: StatusFacts, nowMs: number): EventStatus {
  if (event.cancelledAtMs !== null) return 'CANCELLED'
  if (event.publishedAtMs === null) return 'DRAFT'
  if (nowMs >= event.details.eventDateMs) return 'PAST'
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
  const instants = [saleStartMs(event), saleEndMs(event), event.details.eventDateMs]
  return Math.min(NEVER_MS, ...instants.filter((instant) => instant > nowMs))
}

export function saleStartMs({ details, publishedAtMs }: StatusFacts): number {
  return details.saleStartTimeMs ?? publishedAtMs ?? NEVER_MS
}

export function saleEndMs({ details }: Pick<StatusFacts, 'details'>): number {
  return details.saleEndTimeMs ?? details.eventDateMs
}

/** Reserved seats may come back: an event is sold out when they are sold, too. */
function isSoldOut({ totalSeats, availableSeats, reservedSeats }: SeatCounts): boolean {
  return totalSeats > 0 && availableSeats + reservedSeats === 0
}
