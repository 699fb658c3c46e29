import { type Clock, DomainError } from '@usher/kernel'

/** For making a mail and sending it; shorter than `LEASE_MS`. */
export const ATTEMPT_DEADLINE_MS = 45_000

/**
 * The outcome of `step`, or unavailable / deadline_exceeded when it takes longer. A step that was
 * begun goes on: before it does what cannot be undone it asks `check`, which throws as soon as
 * nobody waits any more.
 */
export async function withinDeadline<Result>(
  clock: Clock,
  deadlineMs: number,
  step: (check: () => void) => Promise<Result>,
): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  let over = false
  const cancel = clock.schedule(deadlineMs, () => {
    over = true
    reject(tooLate())
  })
  const check = () => {
    if (over) throw tooLate()
  }
  try {
    return await Promise.race([step(check), late])
  } finally {
    cancel()
  }
}

function tooLate(): DomainError {
  return new DomainError('unavailable', 'deadline_exceeded', 'it took too long')
}
