import type { VenueId } from '@usher/kernel'
import type { NewEvent } from './domain/event.ts'
import { newEvent } from './domain/event-changes.ts'
import type { DetailsInput } from './domain/event-details.ts'
import { settled } from './domain/event-status.ts'
import { newVenue, type OrganizerId, type Venue, type VenueInput } from './domain/venue.ts'

export const NOW_MS = 1_700_000_000_000
export const DAY_MS = 86_400_000

export const venueInput: VenueInput = {
  venueName: 'Teatro Falla',
  city: 'Cádiz',
  country: 'ES',
  address: 'Plaza Fragela, 1',
  timeZone: 'Europe/Madrid',
  location: { latitude: 36.5339, longitude: -6.3 },
}

export const detailsInput: DetailsInput = {
  eventName: 'La vida breve',
  description: 'An opera.\n\nIn two acts.',
  category: 'Opera',
  imageUrl: 'https://example.org/falla.jpg',
  eventDateMs: NOW_MS + 30 * DAY_MS,
  currency: 'EUR',
}

/** A draft, a month before it takes place. */
export function draft(): NewEvent {
  return newEvent(detailsInput, { venue: venue(), nowMs: NOW_MS })
}

/** A published event, on sale with 100 seats. */
export function published(parts: Partial<NewEvent> = {}): NewEvent {
  const counts = { totalSeats: 100, availableSeats: 100, reservedSeats: 0, prices: null }
  return settled({ ...draft(), counts, publishedAtMs: NOW_MS, ...parts }, NOW_MS)
}

function venue(): Venue {
  const facts = { organizerId: 1 as OrganizerId, nowMs: NOW_MS }
  return { ...newVenue(venueInput, facts), venueId: 1 as VenueId }
}
