const SHORTEST_MS = 30_000
const LONGEST_MS = 2 * 3_600_000
/** Up to a fifth is added, so that what failed together does not come back together. */
const JITTER = 0.2

/**
 * How long to wait after this many attempts: 30 s, doubled each time, two hours at most.
 * `fraction` is a random number in [0, 1).
 */
export function retryDelayMs(attempts: number, fraction: number): number {
  const delayMs = Math.min(SHORTEST_MS * 2 ** Math.max(0, attempts - 1), LONGEST_MS)
  return Math.round(delayMs * (1 + JITTER * fraction))
}
