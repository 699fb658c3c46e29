import { type Event, matchingKey } from './event.ts'
import type { OrganizerId } from './venue.ts'

/** What somebody looks for in a list of events; names are compared by `matchingKey`. */
export interface EventWish {
  readonly organizerId?: OrganizerId
  readonly city?: string
  readonly category?: string
}

export function fulfils({ organizerId, venue, details }: Event, wish: EventWish): boolean {
  if (wish.organizerId !== undefined && organizerId !== wish.organizerId) return false
  if (wish.city !== undefined && matchingKey(venue.city) !== matchingKey(wish.city)) return false
  return wish.category === undefined || matchingKey(details.category) === matchingKey(wish.category)
}
