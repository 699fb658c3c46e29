import { DomainError, type VenueId } from '@usher/kernel'
import type { Venue } from '../domain/venue.ts'
import type { EventsPorts } from './ports.ts'

/** Fails with not_found / venue_not_found. */
export async function getVenue(
  { venues }: Pick<EventsPorts, 'venues'>,
  venueId: VenueId,
): Promise<Venue> {
  const venue = await venues.get(venueId)
  if (venue) return venue
  throw venueNotFound(venueId)
}

export function venueNotFound(venueId: VenueId): DomainError {
  return new DomainError('not_found', 'venue_not_found', 'no such venue', { venue_id: venueId })
}
