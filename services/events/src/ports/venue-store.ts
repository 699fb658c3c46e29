import type { OperationId, VenueId } from '@usher/kernel'
import type { OrganizerId, Venue } from '../domain/venue.ts'

export interface VenueStore {
  /**
   * Keeps a new venue and gives it the next venue_id. An operation of this organizer that has made
   * one before: that one.
   */
  insert(venue: Omit<Venue, 'venueId'>, operationId: OperationId | null): Promise<Venue>
  get(venueId: VenueId): Promise<Venue | undefined>
  /** An organizer's venues by venue_id, those behind `after`. */
  list(query: {
    readonly organizerId: OrganizerId
    readonly after: number
    readonly limit: number
  }): Promise<readonly Venue[]>
}
