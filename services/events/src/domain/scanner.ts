import type { UserId } from '@usher/kernel'
import type { OrganizerId } from './venue.ts'

/** Somebody who may work at the doors of all events of an organizer. */
export interface Scanner {
  readonly organizerId: OrganizerId
  readonly userId: UserId
  readonly addedAtMs: number
}
