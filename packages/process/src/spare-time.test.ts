import assert from 'node:assert/strict'
import type { EventLoopUtilization } from 'node:perf_hooks'
import { test } from 'node:test'
import { manualClock } from '@usher/testing'
import { spareTime } from './spare-time.ts'

/** An event loop that is as busy as it is told, and pieces of work that note when they began. */
function openLoop() {
  const clock = manualClock(0)
  const loop = { utilization: 0 }
  const spare = spareTime(clock, (): EventLoopUtilization => ({ idle: 0, active: 0, ...loop }))
  const begun: number[] = []
  const begin = () => void spare().then(() => begun.push(clock.monotonicMs()))
  return { clock, loop, begun, begin }
}

test('work begins at once while the process is at ease', async () => {
  const { clock, loop, begun, begin } = openLoop()
  loop.utilization = 0.2
  await clock.advance(1000)
  for (let i = 0; i < 3; i++) begin()
  await clock.advance(0)
  assert.deepEqual(
    begun.map((atMs) => atMs - (begun[0] ?? 0)),
    [0, 0, 0],
  )
  assert.equal(begun.length, 3)
})

test('in a busy time one piece of work begins each fifth of a second, and none is left out', async () => {
  const { clock, loop, begun, begin } = openLoop()
  loop.utilization = 0.9
  await clock.advance(1000)
  const startMs = clock.monotonicMs()
  for (let i = 0; i < 3; i++) begin()
  await clock.advance(0)
  await clock.advance(700)
  assert.deepEqual(
    begun.map((atMs) => atMs - startMs),
    [200, 400, 600],
  )
})

test('work goes on at once when the busy time is over', async () => {
  const { clock, loop, begun, begin } = openLoop()
  loop.utilization = 0.9
  await clock.advance(1000)
  const startMs = clock.monotonicMs()
  for (let i = 0; i < 4; i++) begin()
  await clock.advance(0)
  await clock.advance(100)
  loop.utilization = 0.1
  await clock.advance(110)
  assert.deepEqual(
    begun.map((atMs) => atMs - startMs),
    [200, 200, 200, 200],
  )
})
