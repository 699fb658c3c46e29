import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import type { EventId, SeatNumber } from '@usher/kernel'
import { openRedis } from '@usher/stores/redis/open-redis'
import { ownServer, realServer } from '@usher/testing'
import { seatLockContract } from '../../ports/seat-lock.contract.ts'
import { redisSeatLock } from './seat-lock.ts'

const server = realServer('USHER_REDIS_URL')
const cluster = realServer('USHER_REDIS_CLUSTER_URL')
const claim = {
  eventId: 987 as EventId,
  seatNumbers: ['A1' as SeatNumber, 'A2' as SeatNumber],
  owner: 'ann',
}

for (const [where, { address, options }] of Object.entries({ 'one Redis': server, cluster })) {
  const openLock = async (ttlMs: number) => {
    const redis = openRedis({ url: address, timeoutMs: 30_000 })
    await once(redis, 'ready')
    return { lock: redisSeatLock(redis, { ttlMs }), close: async () => redis.disconnect() }
  }
  seatLockContract(`redisSeatLock over ${where}`, openLock, options)
}

test(
  'claims are kept under the keys of the specification, for 30 s',
  server.options,
  async (context) => {
    const redis = openRedis({ url: server.address, timeoutMs: 30_000 })
    context.after(() => redis.disconnect())
    await once(redis, 'ready')
    const lock = redisSeatLock(redis)
    const mine = { ...claim, eventId: (900_000_000 + process.pid) as EventId }
    const begunMs = performance.now()
    assert.equal(await lock.acquire(mine), true)
    const key = `lock:seat:{${mine.eventId}}:A1`
    assert.equal(await redis.get(key), 'ann')
    const restMs = await redis.pttl(key)
    const tookMs = performance.now() - begunMs
    assert.ok(restMs > 29_000 - tookMs && restMs <= 30_000, `${restMs}`)
    await lock.release(mine)
    assert.equal(await redis.exists(key), 0)
  },
)

test('a Redis without memory takes no claim, and says so', server.options, async (context) => {
  const own = await ownServer('redis', 'USHER_REDIS_URL')
  context.after(() => own.close())
  const redis = openRedis({ url: own.address, timeoutMs: 30_000 })
  context.after(() => redis.disconnect())
  await once(redis, 'ready')
  const lock = redisSeatLock(redis)
  await redis.config('SET', 'maxmemory', '1')
  await assert.rejects(lock.acquire(claim), { kind: 'unavailable', code: 'redis_unavailable' })
  await redis.config('SET', 'maxmemory', '0')
  assert.equal(await redis.dbsize(), 0)
  assert.equal(await lock.acquire(claim), true)
})
