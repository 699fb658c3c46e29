import type { DocumentChange, EventDocument } from './domain/event-document.ts'
import { queryOf, type SearchQuery, type SearchWish } from './domain/search-query.ts'

export const NOW_MS = Date.UTC(2026, 10, 1)
export const DAY_MS = 86_400_000

/** An event of next month in Madrid, on sale, unless `parts` say otherwise. */
export function document(parts: Partial<EventDocument> = {}): EventDocument {
  const name = parts.name ?? 'An evening'
  return {
    name,
    description: '',
    venueName: 'Teatro Real',
    city: 'Madrid',
    country: 'ES',
    category: 'concert',
    status: 'ON_SALE',
    dateMs: NOW_MS + 30 * DAY_MS,
    endMs: null,
    month: '2026-12',
    currency: 'EUR',
    minPriceMinor: 1000,
    maxPriceMinor: 9000,
    availableSeats: 100,
    location: { latitude: 40.4184, longitude: -3.7109 },
    body: new TextEncoder().encode(name),
    ...parts,
  }
}

export function change(
  eventId: number,
  parts: Partial<EventDocument> = {},
  version = 1n,
): DocumentChange {
  return { eventId, version, document: document(parts) }
}

export const anything: SearchWish = {
  text: '',
  cities: [],
  categories: [],
  countries: [],
  fromMs: null,
  toMs: null,
  minPriceMinor: null,
  maxPriceMinor: null,
  currency: '',
  available: false,
  near: null,
  sort: null,
  statuses: [],
}

/** A query of `wish`, first page of ten. */
export function query(
  wish: Partial<SearchWish> = {},
  page: Partial<Pick<SearchQuery, 'after' | 'limit' | 'facets'>> = {},
): SearchQuery {
  const asked = queryOf({ ...anything, ...wish }, NOW_MS)
  return { ...asked, facets: false, after: null, limit: 10, ...page }
}
