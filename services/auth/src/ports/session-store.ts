import type { UserId } from '@usher/kernel'
import type { SecretHash } from '../domain/refresh-token.ts'
import type { Session } from '../domain/session.ts'

/** The sessions that exist. */
export interface SessionStore {
  add(session: Session): Promise<void>
  byFamily(familyHash: SecretHash): Promise<Session | undefined>
  /**
   * Puts `next` in the place of `expected`; false, and no change, when the session is gone or has
   * another secret.
   */
  replaceSecret(change: SecretChange): Promise<boolean>
  /** Ends the session; false when there is none. */
  remove(familyHash: SecretHash): Promise<boolean>
  /**
   * The user's sessions from the newest, behind the first `skip`. Sees all that were added before
   * the call.
   */
  ofUser(userId: UserId, page: { skip: number; limit: number }): Promise<readonly Session[]>
  /** Removes up to `limit` sessions that expire at `nowMs` or before; answers how many. */
  removeExpired(query: { nowMs: number; limit: number }): Promise<number>
}

export interface SecretChange {
  readonly familyHash: SecretHash
  readonly expected: SecretHash
  readonly next: SecretHash
}
