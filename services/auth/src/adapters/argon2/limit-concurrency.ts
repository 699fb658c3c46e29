import type { DomainError } from '@usher/kernel'

export interface ConcurrencyLimits {
  /** How many run at once. */
  readonly concurrency: number
  /** How many wait for one that runs to end. */
  readonly queue: number
}

export type Limited = <Result>(task: () => Promise<Result>) => Promise<Result>

/**
 * Runs tasks first come, first served within `limits`; a task that finds the queue full fails with
 * `refusal()`.
 */
export function limitConcurrency(limits: ConcurrencyLimits, refusal: () => DomainError): Limited {
  const waiting: (() => void)[] = []
  let running = 0

  /**
   * Resolves when the caller may run; the place of one that ended passes to the next without being
   * freed.
   */
  const enter = async (): Promise<void> => {
    if (running < limits.concurrency) running++
    else if (waiting.length < limits.queue) await new Promise<void>((go) => waiting.push(go))
    else throw refusal()
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else running--
  }

  return async (task) => {
    await enter()
    try {
      return await task()
    } finally {
      leave()
    }
  }
}
