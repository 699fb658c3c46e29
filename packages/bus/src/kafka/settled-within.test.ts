import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from '@usher/kernel'
import { manualClock } from '@usher/testing'
import { settledWithin } from './settled-within.ts'

test('what has ended is waited for no longer, and leaves no timer', async () => {
  const { clock, timers } = countingClock()
  await settledWithin(clock, 1000, Promise.resolve())
  await settledWithin(clock, 1000, undefined)
  await settledWithin(clock, 1000, Promise.reject(new Error('it failed')))
  assert.equal(timers(), 0)
})

test('what never ends is waited for so long and no longer', async () => {
  const { clock, advance } = countingClock()
  let isOver = false
  const waited = settledWithin(clock, 1000, new Promise(() => undefined)).then(() => {
    isOver = true
  })
  await advance(999)
  assert.equal(isOver, false)
  await advance(1)
  await waited
})

/** Counts its timers: each would keep a process from ending. */
function countingClock() {
  const stepped = manualClock()
  const open = new Set<object>()
  const clock: Pick<Clock, 'schedule'> = {
    schedule(delayMs, task) {
      const timer = {}
      open.add(timer)
      const cancel = stepped.schedule(delayMs, task)
      return () => {
        open.delete(timer)
        cancel()
      }
    },
  }
  return { clock, advance: (ms: number) => stepped.advance(ms), timers: () => open.size }
}
