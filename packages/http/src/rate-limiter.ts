import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** What is left of a caller's allowance. */
export interface Allowance {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

/** Counts calls. Atomic for one key, whichever process asks. */
export interface RateLimiter {
  /** Takes one of the key's calls; `allowed` is false when none is left in this window. */
  take(key: string): Promise<Allowance>
}

export interface RateLimit {
  /** Calls a window. */
  readonly calls: number
  readonly windowSeconds: number
}

/** Fixed windows in this process. A key costs a few hundred bytes until its window ends. */
export function memoryRateLimiter({ calls, windowSeconds }: RateLimit): RateLimiter {
  const limiter = new RateLimiterMemory({ points: calls, duration: windowSeconds })
  return {
    take: (key) =>
      limiter.consume(key).then(
        (result) => allowanceOf(result, calls, true),
        (result: unknown) => {
          if (result instanceof RateLimiterRes) return allowanceOf(result, calls, false)
          throw result
        },
      ),
  }
}

/** The answer of the library in our words. */
export function allowanceOf(result: RateLimiterRes, limit: number, allowed: boolean): Allowance {
  const { remainingPoints: remaining, msBeforeNext } = result
  return { allowed, limit, remaining, resetSeconds: Math.ceil(msBeforeNext / 1000) }
}
