import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'

const EVERY_MS = 20

/** Waits for what happens by itself, and fails when that has not happened after `patienceMs`. */
export function untilWithin(patienceMs: number, everyMs = EVERY_MS) {
  return async (done: () => boolean | Promise<boolean>): Promise<void> => {
    const endMs = performance.now() + patienceMs
    while (!(await done())) {
      assert.ok(performance.now() < endMs, 'what was waited for did not happen')
      await wait(everyMs)
    }
  }
}
