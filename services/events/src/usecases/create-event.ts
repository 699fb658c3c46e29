import type { UserId, VenueId } from '@usher/kernel'
import type { Event } from '../domain/event.ts'
import { newEvent } from '../domain/event-changes.ts'
import type { DetailsInput } from '../domain/event-details.ts'
import { venueNotFound } from './get-venue.ts'
import { organizerOf } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

/** A draft at one of the organizer's own venues; others' are not_found / venue_not_found. */
export async function createEvent(
  ports: EventsPorts,
  { userId, venueId, details }: { userId: UserId; venueId: VenueId; details: DetailsInput },
): Promise<Event> {
  const { organizerId } = await organizerOf(ports, userId)
  const venue = await ports.venues.get(venueId)
  if (venue?.organizerId !== organizerId) throw venueNotFound(venueId)
  return ports.events.insert(newEvent(details, { venue, nowMs: ports.clock.nowMs() }))
}
