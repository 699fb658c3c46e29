import type { UserId } from '@usher/kernel'
import type { SecretHash } from './refresh-token.ts'

/**
 * What a login began: the family of refresh tokens that descend from it.
 *
 * Modes: it exists, or it does not. Login makes it; each refresh replaces its secret; logout, the
 * reuse of an old secret, one login too many and the end of its life remove it. It never lives
 * longer than when it was made, refreshed or not.
 */
export interface Session {
  readonly familyHash: SecretHash
  /** Of the one refresh token that has not been used. */
  readonly secretHash: SecretHash
  readonly userId: UserId
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

/** What to do with a refresh token of this session. */
export type RefreshVerdict = 'current' | 'reused' | 'expired'

export function judgeRefresh(
  session: Session,
  { secretHash, nowMs }: { secretHash: SecretHash; nowMs: number },
): RefreshVerdict {
  if (nowMs >= session.expiresAtMs) return 'expired'
  return session.secretHash === secretHash ? 'current' : 'reused'
}
