import type { SigningKey } from '../domain/signing-key.ts'

/** The keys that access tokens are signed with; never more than a handful. */
export interface SigningKeyStore {
  /** Newest first. Sees all that were added before the call. */
  all(): Promise<readonly SigningKey[]>
  /**
   * False, and no change, when there is a key of this generation: of several processes that rotate,
   * one wins.
   */
  add(key: SigningKey): Promise<boolean>
  remove(generation: number): Promise<void>
}
