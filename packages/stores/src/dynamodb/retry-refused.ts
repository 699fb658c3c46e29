import type { Clock, Random } from '@usher/kernel'
import { dynamodbUnavailable, mayRepeat } from './dynamodb-errors.ts'

export interface RetryNeeds {
  readonly clock: Clock
  readonly random: Random
}

/** Calls made in all for one result, beyond the client's own attempts. */
export const CALL_ATTEMPTS_MAX = 12
const FIRST_WAIT_MS = 20
const LONGEST_WAIT_MS = 1000

/**
 * Full jitter: anything up to a wait that doubles with each attempt, see
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/.
 */
export function jitteredWaitMs({ random }: Pick<RetryNeeds, 'random'>, attempt: number): number {
  const longestMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))
  return random.fraction() * longestMs
}

/**
 * Makes a call that may be made twice, again and again while DynamoDB refuses it for now. Throws
 * unavailable when it goes on, and whatever the call throws that is not for another attempt.
 */
export async function retryRefused<Answer>(
  needs: RetryNeeds,
  call: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (!mayRepeat(error)) throw error
      if (attempt === CALL_ATTEMPTS_MAX) throw dynamodbUnavailable(error)
      await needs.clock.sleep(jitteredWaitMs(needs, attempt))
    }
  }
}
