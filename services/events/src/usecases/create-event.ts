import type { OperationId, UserId, VenueId } from '@usher/kernel'
import type { Event } from '../domain/event.ts'
import { newEvent } from '../domain/event-changes.ts'
import type { DetailsInput } from '../domain/event-details.ts'
import { settled } from '../domain/event-status.ts'
import { venueNotFound } from './get-venue.ts'
import { organizerOf } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

interface NewDraft {
  readonly userId: UserId
  readonly venueId: VenueId
  readonly details: DetailsInput
  /** Null: every call creates. */
  readonly operationId: OperationId | null
}

/**
 * A draft at one of the organizer's own venues; others' are not_found / venue_not_found. A repeat
 * answers with the event as it is now.
 */
export async function createEvent(
  ports: EventsPorts,
  { userId, venueId, details, operationId }: NewDraft,
): Promise<Event> {
  const { organizerId } = await organizerOf(ports, userId)
  const venue = await ports.venues.get(venueId)
  if (venue?.organizerId !== organizerId) throw venueNotFound(venueId)
  const nowMs = ports.clock.nowMs()
  return settled(await ports.events.insert(newEvent(details, { venue, nowMs }), operationId), nowMs)
}
