import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { realServer } from '@usher/testing'
import { openRedis } from './open-redis.ts'
import { readRedisConfig } from './redis-settings.ts'

const cluster = realServer('USHER_REDIS_CLUSTER_URL')
const [oneOfCluster = ''] = cluster.address.split(',')
const servers = {
  'one Redis': realServer('USHER_REDIS_URL'),
  'a Cluster': cluster,
  'a Cluster that is found by one node': {
    ...cluster,
    address: oneOfCluster.replace('redis:', 'redis+cluster:'),
  },
}

for (const [where, server] of Object.entries(servers)) {
  test(`a connection to ${where} takes commands`, server.options, async (context) => {
    const redis = openRedis({ url: server.address, timeoutMs: 30_000 })
    context.after(() => redis.disconnect())
    await once(redis, 'ready')
    const keys = Array.from({ length: 20 }, (_, at) => `usher-test-${process.pid}-${at}`)
    for (const key of keys) assert.equal(await redis.set(key, '夜雨', 'PX', 60_000), 'OK')
    for (const key of keys) assert.equal(await redis.get(key), '夜雨')
    for (const key of keys) await redis.del(key)
  })
}

test('a Redis of the other kind than its address says is told of', cluster.options, async () => {
  const { address } = servers['one Redis']
  const wrong = [
    [address.replace('redis:', 'redis+cluster:'), /names a Cluster, .* is none.* redis:\/\//],
    [oneOfCluster, /names one Redis, .* node of a Cluster.* redis\+cluster:\/\//],
  ] as const
  for (const [url, message] of wrong) {
    const { promise: told, resolve: tell } = Promise.withResolvers<string>()
    const redis = openRedis({ url, timeoutMs: 30_000 }, tell)
    assert.match(await told, message)
    redis.disconnect()
  }
})

test('without a server a command fails soon and nothing else happens', async () => {
  const redis = openRedis({ url: 'redis://127.0.0.1:1', timeoutMs: 50 })
  await assert.rejects(redis.get('anything'))
  redis.disconnect()
})

test('an address that is none is refused with an example', () => {
  const wrong = [
    ['localhost', /^USHER_REDIS_URL must be redis:\/\/host:6379, or for a Cluster redis\+cluster:/],
    ['redis+cluster://', /must be redis:\/\/host:6379/],
    ['redis+sentinel://a:1', /must be redis:\/\/host:6379/],
    ['redis+cluster://a:1,http://b:1', /must be redis:\/\/host:6379/],
    ['redis+cluster://a:1/3', /must be without the number of a database/],
  ] as const
  for (const [url, message] of wrong) {
    const read = () => readRedisConfig({ USHER_REDIS_URL: url })
    assert.throws(read, { code: 'invalid_config', message }, url)
  }
  const nodes = { USHER_REDIS_NODES: 'redis://a:1,redis://b:1,redis+cluster://c:1' }
  assert.throws(() => readRedisConfig(nodes), { message: /^USHER_REDIS_NODES must be 3, 5 or 7/ })
})
