import { systemClock } from '@usher/kernel'
import type { Platform } from './open-platform.ts'
import { sumOf } from './scrape.ts'
import { lagSecondsOf } from './sla.ts'

const LOOK_EVERY_MS = 1000
const CAUGHT_UP_MS_MAX = 60_000

/** The greatest lag of the consumers while `work` goes on. */
export async function greatestLag(platform: Platform, work: Promise<unknown>): Promise<number> {
  let greatest = 0
  const ended = work.then(() => 'ended' as const)
  for (let state: 'ended' | undefined; !state; ) {
    greatest = Math.max(greatest, lagSecondsOf(await platform.scrape()))
    const look = systemClock.sleep(LOOK_EVERY_MS).then(() => undefined)
    state = await Promise.race([ended, look])
  }
  return greatest
}

/** Resolves when every consumer has seen all that was told, mails are out, and no more comes. */
export async function caughtUp(platform: Platform): Promise<void> {
  let before = Number.NaN
  for (let waitedMs = 0; waitedMs < CAUGHT_UP_MS_MAX; waitedMs += LOOK_EVERY_MS) {
    const samples = await platform.scrape()
    const waiting =
      sumOf(samples, 'consumer_lag_messages') + sumOf(samples, 'notifications_pending')
    const done = sumOf(samples, 'cdc_messages_total') + sumOf(samples, 'notifications_total')
    if (waiting === 0 && done === before) return
    before = done
    await systemClock.sleep(LOOK_EVERY_MS)
  }
}
