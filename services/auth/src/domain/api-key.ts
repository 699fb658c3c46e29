import type { ApiKeyId, UserId } from '@usher/kernel'
import type { SecretHash } from './refresh-token.ts'

/** A credential for programs: it acts with the roles that its user has now, until it is revoked. */
export interface ApiKey {
  readonly apiKeyId: ApiKeyId
  readonly userId: UserId
  readonly label: string
  readonly secretHash: SecretHash
  readonly createdAtMs: number
  readonly revokedAtMs: number | null
}

/** Keys in use: enough for one a system that an organizer runs. */
export const API_KEYS_PER_USER_MAX = 50

/** A list shows the keys in use first, then the revoked ones, and no more than this. */
export const API_KEYS_LISTED_MAX = 200

/** `usk_` and 256 random bits. The prefix lets secret scanners find a key that leaked. */
export const API_KEY_PREFIX = 'usk_'
const secretPattern = /^usk_[\w-]{43}$/

/** True for the text of a key that we can have issued. */
export function isApiKeySecret(credential: string): boolean {
  return secretPattern.test(credential)
}
