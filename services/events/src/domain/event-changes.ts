import { DomainError } from '@usher/kernel'
import type { Event, EventDetails, NewEvent } from './event.ts'
import { changedDetails, type DetailsInput, newDetails } from './event-details.ts'
import { endMs, isArchived, saleEndMs, saleStartMs, settled, statusAt } from './event-status.ts'
import { invalidField, textField } from './fields.ts'
import { noSeats } from './seat-counts.ts'
import type { Venue } from './venue.ts'

const CANCEL_REASON_CHARS_MAX = 500
/** An evening that fails on the way can still be cancelled and refunded afterwards. */
const CANCEL_GRACE_MS = 24 * 60 * 60 * 1000

/** A draft at `venue`, on any date: archives are entered, too. Throws invalid / invalid_field. */
export function newEvent(
  input: DetailsInput,
  { venue, nowMs }: { venue: Venue; nowMs: number },
): NewEvent {
  const { venueId, organizerId, venueName, city, country, address, location } = venue
  return settled(
    {
      venueId,
      organizerId,
      venue: { venueName, city, country, address, location },
      details: newDetails(input, { venueTimeZone: venue.timeZone }),
      counts: noSeats,
      told: null,
      publishedAtMs: null,
      cancelledAtMs: null,
      cancelReason: '',
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      version: 1,
    },
    nowMs,
  )
}

/**
 * The event with other details. Throws invalid / invalid_field, conflict / event_cancelled or
 * event_past, and conflict / currency_fixed once prices are in it: `hasSeatMap`, or published.
 */
export function updatedEvent(
  event: Event,
  input: DetailsInput,
  { hasSeatMap, nowMs }: { hasSeatMap: boolean; nowMs: number },
): Event {
  refuseEnded(event, nowMs)
  const details = changedDetails(event.details, input)
  if (event.publishedAtMs !== null) checkDates(event, details, nowMs)
  const currencyIsFixed = hasSeatMap || event.publishedAtMs !== null
  if (currencyIsFixed && details.currency !== event.details.currency) throw currencyFixed(event)
  const after = changed(event, { details }, nowMs)
  if (isSold(after) && saleEndMs(after) <= saleStartMs(after)) {
    throw invalidField('sale_end_time', 'after the sale has begun')
  }
  return after
}

/**
 * The event for everybody to see; published already: itself. What is over and has no seats is
 * listed as PAST at once: an archive. Throws conflict / event_cancelled, no_seat_map,
 * currency_mismatch when the seat map's prices are in another currency, and event_past when there
 * are seats to sell of what is over: its date is a mistake that a draft can still mend.
 */
export function publishedEvent(
  event: Event,
  { priceCurrency, nowMs }: { priceCurrency: string | undefined; nowMs: number },
): Event {
  if (event.cancelledAtMs === null && event.publishedAtMs !== null) return event
  refuseEnded(event, nowMs)
  const isOver = nowMs >= endMs(event)
  if (isOver && event.counts.totalSeats > 0) throw eventPast(event)
  if (isOver) return changed(event, { publishedAtMs: nowMs }, nowMs)
  if (event.counts.totalSeats === 0 || priceCurrency === undefined) throw noSeatMap(event)
  if (priceCurrency !== event.details.currency) throw currencyMismatch(event, priceCurrency)
  if (saleEndMs(event) <= nowMs) throw invalidField('sale_end_time', 'in the future')
  return changed(event, { publishedAtMs: nowMs }, nowMs)
}

/**
 * The event, cancelled for good; cancelled already: itself. Throws conflict / event_not_published
 * for a draft, and conflict / event_past a day after it ended.
 */
export function cancelledEvent(
  event: Event,
  { reason, nowMs }: { reason: string; nowMs: number },
): Event {
  if (event.cancelledAtMs !== null) return event
  if (event.publishedAtMs === null) throw notPublished(event)
  if (nowMs >= endMs(event) + CANCEL_GRACE_MS) throw eventPast(event)
  const cancelReason = textField('reason', reason, { max: CANCEL_REASON_CHARS_MAX })
  return changed(event, { cancelledAtMs: nowMs, cancelReason }, nowMs)
}

/**
 * The event with the status that clock and counts give it; itself when that is what was written.
 */
export function advancedEvent(event: Event, nowMs: number): Event {
  const due = event.nextTransitionMs <= nowMs
  return due || event.status !== statusAt(event, nowMs) ? changed(event, {}, nowMs) : event
}

type Decided = Partial<Pick<Event, 'publishedAtMs' | 'cancelledAtMs' | 'cancelReason'>> & {
  readonly details?: EventDetails
}

function changed(event: Event, decided: Decided, nowMs: number): Event {
  const { version } = event
  return settled({ ...event, ...decided, updatedAtMs: nowMs, version: version + 1 }, nowMs)
}

function refuseEnded(event: Event, nowMs: number): void {
  if (event.cancelledAtMs !== null) {
    throw new DomainError('conflict', 'event_cancelled', 'the event is cancelled', facts(event))
  }
  if (isSold(event) && nowMs >= endMs(event)) throw eventPast(event)
}

/** Published for sale. What was archived may be corrected as long as it stays archived. */
function isSold(event: Event): boolean {
  return event.publishedAtMs !== null && !isArchived(event)
}

/** A published event cannot be moved across the present: it would be over, or on sale unseated. */
function checkDates(event: Event, details: EventDetails, nowMs: number): void {
  const end = endMs({ details })
  if (!isSold(event)) {
    if (isArchived({ ...event, details })) return
    throw invalidField('event_date', 'in the past, as it was when the event was published')
  }
  const moves = details.eventDateMs !== event.details.eventDateMs
  if (moves && details.eventDateMs <= nowMs) throw invalidField('event_date', 'in the future')
  if (end !== endMs(event) && end <= nowMs) throw invalidField('end_date', 'in the future')
}

function eventPast(event: Event): DomainError {
  return new DomainError('conflict', 'event_past', 'the event is over', facts(event))
}

function noSeatMap(event: Event): DomainError {
  const message = 'an event needs a seat map with seats before it can be published'
  return new DomainError('conflict', 'no_seat_map', message, facts(event))
}

function notPublished(event: Event): DomainError {
  const message = 'a draft is not on sale: there is nothing to cancel'
  return new DomainError('conflict', 'event_not_published', message, facts(event))
}

function currencyMismatch(event: Event, priceCurrency: string): DomainError {
  const message = 'the seat map has prices in another currency than the event'
  return new DomainError('conflict', 'currency_mismatch', message, {
    ...facts(event),
    currency: event.details.currency,
    seat_map_currency: priceCurrency,
  })
}

function currencyFixed(event: Event): DomainError {
  const message = 'the currency cannot change once there are prices'
  return new DomainError('conflict', 'currency_fixed', message, {
    ...facts(event),
    field: 'currency',
  })
}

function facts({ eventId }: Event): { event_id: number } {
  return { event_id: eventId }
}
