import type { Clock } from '@usher/kernel'

/**
 * Resolves when `work` has ended, however it has, at the latest after `ms`. No timer is left, which
 * would keep a process that ends.
 */
export async function settledWithin(
  clock: Pick<Clock, 'schedule'>,
  ms: number,
  work: Promise<unknown> | undefined,
): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const cancel = clock.schedule(ms, resolve)
  await Promise.race([Promise.allSettled([work]), late])
  cancel()
}
