import type { MessageInitShape } from '@bufbuild/protobuf'
import { type EventDetailsSchema, type EventSchema, EventStatus } from '@usher/contracts'
import { type Event, NEVER_MS } from './domain/event.ts'
import { saleEndMs, saleStartMs } from './domain/event-status.ts'

/** An event as other services and consumers see it, with the status it carries. */
export function eventMessage(event: Event): MessageInitShape<typeof EventSchema> {
  const { venue, counts } = event
  return {
    eventId: event.eventId,
    organizerId: event.organizerId,
    venueId: event.venueId,
    details: detailsMessage(event),
    venueName: venue.venueName,
    city: venue.city,
    country: venue.country,
    address: venue.address,
    ...(venue.location && { location: venue.location }),
    status: EventStatus[event.status],
    totalSeats: counts.totalSeats,
    availableSeats: counts.availableSeats,
    ...(counts.prices && {
      minPriceMinor: BigInt(counts.prices.minMinor),
      maxPriceMinor: BigInt(counts.prices.maxMinor),
    }),
    createdAtMs: BigInt(event.createdAtMs),
    updatedAtMs: BigInt(event.updatedAtMs),
    version: event.version,
  }
}

/**
 * The sale begins with publication and ends with the event unless said otherwise; absent: not known
 * yet.
 */
function detailsMessage(event: Event): MessageInitShape<typeof EventDetailsSchema> {
  const saleStartTimeMs = saleStartMs(event)
  const { eventDateMs, endDateMs, ...others } = event.details
  return {
    ...others,
    eventDateMs: BigInt(eventDateMs),
    endDateMs: endDateMs === null ? undefined : BigInt(endDateMs),
    saleStartTimeMs: saleStartTimeMs === NEVER_MS ? undefined : BigInt(saleStartTimeMs),
    saleEndTimeMs: BigInt(saleEndMs(event)),
  }
}
