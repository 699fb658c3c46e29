import type { Currency, EventId, VenueId } from '@usher/kernel'
import type { SeatCounts, ToldSeats } from './seat-counts.ts'
import type { TimeZone } from './time-zone.ts'
import type { GeoPoint, OrganizerId } from './venue.ts'

export const eventStatuses = [
  'DRAFT',
  'UPCOMING',
  'ON_SALE',
  'SOLD_OUT',
  'CANCELLED',
  'PAST',
] as const
export type EventStatus = (typeof eventStatuses)[number]

export const orphanRules = ['strict', 'lenient', 'off'] as const
export type OrphanRule = (typeof orphanRules)[number]

/**
 * What an organizer decides. Times are milliseconds since the Unix epoch; absent texts are empty.
 */
export interface EventDetails {
  readonly eventName: string
  readonly description: string
  readonly category: string
  readonly imageUrl: string
  readonly eventDateMs: number
  /** Null: nobody has said; the event counts as over once it has begun. */
  readonly endDateMs: number | null
  readonly timeZone: TimeZone
  readonly currency: Currency
  /** Null: from publication on. */
  readonly saleStartTimeMs: number | null
  /** Null: until the event begins. */
  readonly saleEndTimeMs: number | null
  /** Zero: no limit. */
  readonly maxSeatsPerBuyer: number
  readonly reservationMinutes: number
  readonly orphanRule: OrphanRule
  readonly language: string
}

/** What an event keeps of its venue, so that a list of events reads events only. */
export interface VenueSummary {
  readonly venueName: string
  readonly city: string
  readonly country: string
  readonly address: string
  readonly location: GeoPoint | null
}

/** An event as it is kept. */
export interface Event {
  readonly eventId: EventId
  readonly organizerId: OrganizerId
  readonly venueId: VenueId
  readonly venue: VenueSummary
  readonly details: EventDetails
  readonly counts: SeatCounts
  /** Null until counts have been reason enough to tell others. */
  readonly told: ToldSeats | null
  /** As last written; `statusAt` tells what it is now. */
  readonly status: EventStatus
  /** When the clock alone will change the status next; `NEVER_MS` when it will not. */
  readonly nextTransitionMs: number
  readonly publishedAtMs: number | null
  readonly cancelledAtMs: number | null
  readonly cancelReason: string
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** Advances with each change of the details and the status, not of the counts. */
  readonly version: number
}

/** An event before it has a number. */
export type NewEvent = Omit<Event, 'eventId'>

/** Later than any date: the largest time ECMAScript knows. */
export const NEVER_MS = 8_640_000_000_000_000

/** True when everybody may see the event; a draft is its organizer's own. */
export function isListed(event: Pick<Event, 'publishedAtMs'>): boolean {
  return event.publishedAtMs !== null
}

/** The form in which cities and categories are compared: `MADRID` finds `Madrid`. */
export function matchingKey(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}
