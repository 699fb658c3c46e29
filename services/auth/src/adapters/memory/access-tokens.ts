import type { Clock } from '@usher/kernel'
import { LRUCache } from 'lru-cache'
import type { AccessTokens, VerifiedToken } from '../../ports/access-tokens.ts'

/**
 * Remembers tokens that were verified, until they expire: the least recently seen go first when
 * there are too many. A known token costs one look-up. Only good ones are kept, so that bad ones
 * cannot push them out.
 */
export function cachedAccessTokens(
  inner: AccessTokens,
  { clock }: { clock: Clock },
  { tokenCacheEntries }: { tokenCacheEntries: number },
): AccessTokens {
  const known = new LRUCache<string, VerifiedToken>({ max: tokenCacheEntries })
  return {
    issue: (principal) => inner.issue(principal),

    async verify(token) {
      const cached = known.get(token)
      if (cached && clock.nowMs() < cached.expiresAtMs) return cached
      known.delete(token)
      const verified = await inner.verify(token)
      known.set(token, verified)
      return verified
    },
  }
}
