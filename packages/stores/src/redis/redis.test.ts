import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { realServer } from '@usher/testing'
import { openRedis } from './open-redis.ts'

const servers = {
  'one Redis': realServer('USHER_REDIS_URL'),
  'a Cluster': realServer('USHER_REDIS_CLUSTER_URL'),
}

for (const [where, server] of Object.entries(servers)) {
  test(`a connection to ${where} takes commands`, server.options, async () => {
    const redis = openRedis({ url: server.address, timeoutMs: 1000 })
    await once(redis, 'ready')
    const keys = Array.from({ length: 20 }, (_, at) => `usher-test-${process.pid}-${at}`)
    for (const key of keys) assert.equal(await redis.set(key, '夜雨', 'PX', 60_000), 'OK')
    for (const key of keys) assert.equal(await redis.get(key), '夜雨')
    for (const key of keys) await redis.del(key)
    redis.disconnect()
  })
}

test('without a server a command fails soon and nothing else happens', async () => {
  const redis = openRedis({ url: 'redis://127.0.0.1:1', timeoutMs: 50 })
  await assert.rejects(redis.get('anything'))
  redis.disconnect()
})

test('an address that is none is refused with an example', () => {
  assert.throws(() => openRedis({ url: 'localhost', timeoutMs: 1 }), { code: 'invalid_config' })
})
