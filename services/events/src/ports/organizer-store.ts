import type { UserId } from '@usher/kernel'
import type { Organizer } from '../domain/venue.ts'

export interface OrganizerStore {
  /**
   * Keeps a new organizer and gives it the next organizer_id. A user who is one already: that one,
   * unchanged.
   */
  insert(organizer: Omit<Organizer, 'organizerId'>): Promise<Organizer>
  /** The organizer that this user is; undefined when none. */
  ofUser(userId: UserId): Promise<Organizer | undefined>
}
