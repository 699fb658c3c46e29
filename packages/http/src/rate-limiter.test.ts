import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryRateLimiter } from './rate-limiter.ts'

test('a key has its calls and no more, and does not use those of another', async () => {
  const limiter = memoryRateLimiter({ calls: 2, windowSeconds: 60 })
  const first = await limiter.take('a')
  assert.deepEqual(first, { allowed: true, limit: 2, remaining: 1, resetSeconds: 60 })
  assert.equal((await limiter.take('a')).allowed, true)
  const third = await limiter.take('a')
  assert.deepEqual([third.allowed, third.remaining], [false, 0])
  assert.equal((await limiter.take('b')).allowed, true)
})
