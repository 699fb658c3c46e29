import type { OperationId, UserId } from '@usher/kernel'
import { newVenue, type Venue, type VenueInput } from '../domain/venue.ts'
import { organizerOf } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

interface NewPlace {
  readonly userId: UserId
  readonly venue: VenueInput
  /** Null: every call creates. A repeat is answered with the first venue. */
  readonly operationId: OperationId | null
}

export async function createVenue(
  ports: EventsPorts,
  { userId, venue, operationId }: NewPlace,
): Promise<Venue> {
  const { organizerId } = await organizerOf(ports, userId)
  const made = newVenue(venue, { organizerId, nowMs: ports.clock.nowMs() })
  return ports.venues.insert(made, operationId)
}
