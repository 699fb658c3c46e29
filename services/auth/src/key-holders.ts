import { type ApiKeyId, type Clock, DomainError, NewestMap, type UserId } from '@usher/kernel'
import type { ApiKey } from './domain/api-key.ts'
import type { SecretHash } from './domain/refresh-token.ts'
import type { Principal } from './domain/user.ts'
import type { ApiKeyStore } from './ports/api-key-store.ts'
import type { UserStore } from './ports/user-store.ts'
import type { AuthTelemetry } from './telemetry.ts'

/** While the store is away, an evening's doors go on with what was last read of their keys. */
const OUTDATED_MS = 12 * 3_600_000
/** A store that is away is not asked again with every request. */
const ASK_AGAIN_MS = 5000
/** Keys, about 300 bytes each; the one that was confirmed longest ago makes room. */
const KNOWN_MAX = 10_000

interface Known {
  readonly apiKeyId: ApiKeyId
  readonly holder: Principal
  readonly confirmedMs: number
}

interface Parts {
  readonly apiKeys: Pick<ApiKeyStore, 'bySecret'>
  readonly users: Pick<UserStore, 'byId'>
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly telemetry: Pick<AuthTelemetry, 'keyOutdated'>
}

// A key: unknown -> known, each time the store says whose it is -> ended, by a revocation.
// The store: asked -> resting, when it is unavailable -> asked again after `ASK_AGAIN_MS`.

/**
 * Whose an API key is. The store is asked each time, so that a revoked key, an inactive user and a
 * new role count at once; what it said last holds only while it is unavailable.
 */
export class KeyHolders {
  readonly #parts: Parts
  readonly #known = new NewestMap<SecretHash, Known>(KNOWN_MAX)
  /** A look that began before a key was revoked may come back after it: it counts for nothing. */
  readonly #ended = new NewestMap<string, true>(KNOWN_MAX)
  #restUntilMs = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Undefined when nobody holds it. Throws unavailable for a key that is not known. */
  async find(secretHash: SecretHash): Promise<Principal | undefined> {
    const nowMs = this.#parts.clock.monotonicMs()
    const known = this.#stillKnown(secretHash, nowMs)
    if (known && nowMs < this.#restUntilMs) return this.#outdated(known)
    try {
      return await this.#ask(secretHash, nowMs)
    } catch (error) {
      if (!(error instanceof DomainError && error.kind === 'unavailable')) throw error
      this.#restUntilMs = this.#parts.clock.monotonicMs() + ASK_AGAIN_MS
      // It may have ended while the store was waited for.
      const still = this.#stillKnown(secretHash, nowMs)
      if (still) return this.#outdated(still)
      throw error
    }
  }

  /** From now on only the store answers for this key. */
  end({ userId, apiKeyId }: Pick<ApiKey, 'userId' | 'apiKeyId'>): void {
    this.#ended.set(nameOf(userId, apiKeyId), true)
  }

  async #ask(secretHash: SecretHash, nowMs: number): Promise<Principal | undefined> {
    const { apiKeys, users } = this.#parts
    const apiKey = await apiKeys.bySecret(secretHash)
    if (!apiKey) return undefined
    if (apiKey.revokedAtMs !== null) {
      this.end(apiKey)
      return undefined
    }
    const user = await users.byId(apiKey.userId)
    if (!user?.isActive) {
      this.#known.delete(secretHash)
      return undefined
    }
    const { userId, roles } = user
    const holder = { userId, roles }
    this.#known.set(secretHash, { apiKeyId: apiKey.apiKeyId, holder, confirmedMs: nowMs })
    return holder
  }

  #stillKnown(secretHash: SecretHash, nowMs: number): Known | undefined {
    const known = this.#known.get(secretHash)
    if (!known || this.#ended.has(nameOf(known.holder.userId, known.apiKeyId))) return undefined
    return nowMs - known.confirmedMs < OUTDATED_MS ? known : undefined
  }

  #outdated({ holder }: Known): Principal {
    this.#parts.telemetry.keyOutdated()
    return holder
  }
}

function nameOf(userId: UserId, apiKeyId: ApiKeyId): string {
  return `${userId} ${apiKeyId}`
}
