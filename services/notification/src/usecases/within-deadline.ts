import { type Clock, DomainError } from '@usher/kernel'

/** For making a mail, and again for sending it; together shorter than `LEASE_MS`. */
export const SEND_DEADLINE_MS = 50_000

/**
 * The outcome of `step`, or unavailable / deadline_exceeded when it takes longer. What was begun
 * goes on: nobody knows then whether it had its effect.
 */
export async function withinDeadline<Result>(
  clock: Clock,
  deadlineMs: number,
  step: () => Promise<Result>,
): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const cancel = clock.schedule(deadlineMs, () => reject(tooLate()))
  try {
    return await Promise.race([step(), late])
  } finally {
    cancel()
  }
}

function tooLate(): DomainError {
  return new DomainError('unavailable', 'deadline_exceeded', 'it took too long')
}
