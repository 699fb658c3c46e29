import type { UserId } from '@usher/kernel'
import type { Scanner } from '../domain/scanner.ts'
import type { OrganizerId } from '../domain/venue.ts'

/** Whose doors a user works at; a user may be a scanner of several organizers. */
export interface ScannerStore {
  /** Keeps a scanner. One who is there already: that one, unchanged. */
  insert(scanner: Scanner): Promise<Scanner>
  /** Repeatable: one who is not there is no error. */
  remove(scanner: Pick<Scanner, 'organizerId' | 'userId'>): Promise<void>
  has(scanner: Pick<Scanner, 'organizerId' | 'userId'>): Promise<boolean>
  /** An organizer's scanners by user_id, those behind `after`; empty: from the first. */
  list(query: {
    readonly organizerId: OrganizerId
    readonly after: UserId | ''
    readonly limit: number
  }): Promise<readonly Scanner[]>
}
