import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { systemClock } from '@usher/kernel'
import { openRedis } from '@usher/stores/redis/open-redis'
import { manualClock, realServer } from '@usher/testing'
import { redisRateLimiter } from './rate-limiter.ts'

const servers = {
  'one Redis': realServer('USHER_REDIS_URL'),
  'a Cluster': realServer('USHER_REDIS_CLUSTER_URL'),
}
/** A Redis that is merely slow is no Redis that is gone. */
const PATIENCE_MS = 30_000
const limit = { name: `test-${process.pid}`, calls: 2, windowSeconds: 60 }

for (const [where, server] of Object.entries(servers)) {
  test(`several processes share one allowance over ${where}`, server.options, async (context) => {
    const connections = [1, 2].map(() => openRedis({ url: server.address, timeoutMs: PATIENCE_MS }))
    context.after(() => connections.forEach((connection) => connection.disconnect()))
    await Promise.all(connections.map((connection) => once(connection, 'ready')))
    const [one, other] = connections.map((redis) => redisRateLimiter(redis, systemClock, limit))
    assert.ok(one && other)
    const first = await one.take('ann')
    assert.deepEqual(first, { allowed: true, limit: 2, remaining: 1, resetSeconds: 60 })
    assert.equal((await other.take('ann')).allowed, true)
    const third = await one.take('ann')
    assert.deepEqual([third.allowed, third.remaining], [false, 0])
    assert.equal((await other.take('bob')).allowed, true)
    const another = redisRateLimiter(connections[0], systemClock, { ...limit, name: 'test-other' })
    assert.equal((await another.take(`ann-${process.pid}`)).allowed, true)
  })
}

test('without Redis the limits of this process hold', async (context) => {
  const redis = openRedis({ url: 'redis://127.0.0.1:1', timeoutMs: 50 })
  context.after(() => redis.disconnect())
  const limiter = redisRateLimiter(redis, systemClock, limit)
  const allowed: boolean[] = []
  for (let i = 0; i < 3; i++) allowed.push((await limiter.take('ann')).allowed)
  assert.deepEqual(allowed, [true, true, false])
})

test('a Redis that failed is left in peace for a second', async () => {
  const clock = manualClock()
  let asked = 0
  const failing = {
    status: 'ready',
    defineCommand: () => undefined,
    rlflxIncr: () => Promise.reject(new Error(`gone ${++asked}`)),
  }
  const limiter = redisRateLimiter(failing, clock, limit)
  await limiter.take('ann')
  await limiter.take('ann')
  assert.equal(asked, 1)
  await clock.advance(1000)
  await limiter.take('ann')
  assert.equal(asked, 2)
})
