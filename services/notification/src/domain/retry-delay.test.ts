import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retryDelayMs } from './retry-delay.ts'

test('the waits double from half a minute to two hours, and jitter adds a fifth at most', () => {
  const delays = [1, 2, 3, 8, 9, 100].map((attempts) => retryDelayMs(attempts, 0))
  assert.deepEqual(delays, [30_000, 60_000, 120_000, 3_840_000, 7_200_000, 7_200_000])
  assert.ok(retryDelayMs(1, 0.999) < 36_000)
})
