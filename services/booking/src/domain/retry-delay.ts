const SHORTEST_MS = 1000
const LONGEST_MS = 60_000
/** Each wait is a quarter of the age, so the age grows by a quarter from one try to the next. */
const SHARE_OF_AGE = 0.25
/** Up to a fifth is added, so that what failed together does not come back together. */
const JITTER = 0.2

/**
 * How long to wait before asking again about something that has been open for `ageMs`: exponential,
 * from the age alone, so that no number of tries has to be written down. `fraction` is a random
 * number in [0, 1).
 */
export function retryDelayMs(ageMs: number, fraction: number): number {
  const delayMs = Math.min(Math.max(ageMs * SHARE_OF_AGE, SHORTEST_MS), LONGEST_MS)
  return Math.round(delayMs * (1 + JITTER * fraction))
}
