import type { ApiKeyId, UserId } from '@usher/kernel'
import type { ApiKey } from '../domain/api-key.ts'
import type { SecretHash } from '../domain/refresh-token.ts'

/** API keys, by the hash of their secret. */
export interface ApiKeyStore {
  add(apiKey: ApiKey): Promise<void>
  /** The key, revoked or not. */
  bySecret(secretHash: SecretHash): Promise<ApiKey | undefined>
  /** Up to `limit` of the user's keys: those in use first, oldest first. */
  ofUser(userId: UserId, limit: number): Promise<readonly ApiKey[]>
  /**
   * Marks the user's key as revoked; `bySecret` says so once this resolves. A key that was revoked
   * keeps its time. False when the user has no such key.
   */
  revoke(revocation: Revocation): Promise<boolean>
}

export interface Revocation {
  readonly userId: UserId
  readonly apiKeyId: ApiKeyId
  readonly nowMs: number
}
