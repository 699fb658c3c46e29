import type { UserId } from '@usher/kernel'
import { newVenue, type Venue, type VenueInput } from '../domain/venue.ts'
import { organizerOf } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

export async function createVenue(
  ports: EventsPorts,
  { userId, venue }: { userId: UserId; venue: VenueInput },
): Promise<Venue> {
  const { organizerId } = await organizerOf(ports, userId)
  return ports.venues.insert(newVenue(venue, { organizerId, nowMs: ports.clock.nowMs() }))
}
