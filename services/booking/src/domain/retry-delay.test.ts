import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retryDelayMs } from './retry-delay.ts'

test('the wait grows with the age from a second to a minute, plus a fifth at most', () => {
  assert.equal(retryDelayMs(0, 0), 1000)
  assert.equal(retryDelayMs(-5000, 0), 1000)
  assert.equal(retryDelayMs(40_000, 0), 10_000)
  assert.equal(retryDelayMs(1e9, 0), 60_000)
  assert.equal(retryDelayMs(40_000, 0.5), 11_000)
})
