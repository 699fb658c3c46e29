import type { Clock } from '@usher/kernel'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import {
  type Allowance,
  allowanceOf,
  memoryRateLimiter,
  type RateLimit,
  type RateLimiter,
} from '../rate-limiter.ts'

export interface SharedRateLimit extends RateLimit {
  /** Tells limits apart that count the same keys. */
  readonly name: string
}

/** Without an answer limits are counted here for so long before Redis is asked again. */
const REST_MS = 1000

// Shared -> local, when Redis fails or is slow -> shared again after `REST_MS`.

/**
 * Fixed windows that all processes on one Redis share. `connection` is ioredis', and bounds how
 * long an answer may take. While Redis is gone each process counts for itself, from nothing: a
 * caller may then have up to the whole limit at each of them.
 */
export function redisRateLimiter(
  connection: unknown,
  clock: Clock,
  { name, calls, windowSeconds }: SharedRateLimit,
): RateLimiter {
  const shared = new RateLimiterRedis({
    storeClient: connection,
    keyPrefix: `limit:${name}`,
    points: calls,
    duration: windowSeconds,
    rejectIfRedisNotReady: true,
  })
  const local = memoryRateLimiter({ calls, windowSeconds })
  let restUntilMs = 0
  const take = async (key: string): Promise<Allowance> => {
    try {
      return allowanceOf(await shared.consume(key), calls, true)
    } catch (result) {
      if (result instanceof RateLimiterRes) return allowanceOf(result, calls, false)
      restUntilMs = clock.monotonicMs() + REST_MS
      return local.take(key)
    }
  }
  return { take: (key) => (clock.monotonicMs() < restUntilMs ? local.take(key) : take(key)) }
}
