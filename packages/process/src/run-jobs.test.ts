import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '@usher/telemetry'
import { manualClock } from '@usher/testing'
import { runJobs } from './run-jobs.ts'

test('a job runs again after its interval, also when a run fails', async () => {
  const clock = manualClock()
  let runs = 0
  const run = async () => {
    runs++
    throw new Error('a fault')
  }
  const jobs = runJobs({ clock, logger: silentLogger }, [{ name: 'j', everyMs: 1000, run }])
  await clock.advance(999)
  assert.equal(runs, 0)
  await clock.advance(2001)
  assert.equal(runs, 3)
  await jobs.stop()
  await clock.advance(5000)
  assert.equal(runs, 3)
})

test('a run under way is told to stop, and what it leaves is not begun again', async () => {
  const clock = manualClock()
  const done: string[] = []
  const run = async (stopping?: AbortSignal) => {
    for (const thing of ['one', 'two', 'three']) {
      if (stopping?.aborted) return
      await clock.sleep(100)
      done.push(thing)
    }
  }
  const jobs = runJobs({ clock, logger: silentLogger }, [{ name: 'j', everyMs: 10, run }])
  await clock.advance(150)
  const stopped = jobs.stop()
  await clock.advance(1000)
  await stopped
  assert.deepEqual(done, ['one', 'two'])
})

test('a job never runs twice at once, and stopping waits for the run under way', async () => {
  const clock = manualClock()
  const { promise, resolve } = Promise.withResolvers<void>()
  let runs = 0
  const run = () => {
    runs++
    return promise
  }
  const jobs = runJobs({ clock, logger: silentLogger }, [{ name: 'j', everyMs: 10, run }])
  await clock.advance(100)
  assert.equal(runs, 1)
  let stopped = false
  const stopping = jobs.stop().then(() => (stopped = true))
  await clock.advance(0)
  assert.equal(stopped, false)
  resolve()
  await stopping
  assert.equal(runs, 1)
})
