import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ownServers, realServer } from '@usher/testing'
import { openRedis, type RedisConnection } from './open-redis.ts'

const { options } = realServer('USHER_REDIS_CLUSTER_URL')
const nodes = ['redis-cluster-a', 'redis-cluster-b', 'redis-cluster-c']
const TIMEOUT_MS = 200
/** Of commands for a node that is gone: a few attempts, on a machine that is busy. */
const SOON_MS = 3000
const BACK_WITHIN_MS = 10_000
const keys = Array.from({ length: 40 }, (_, at) => `key ${at}`)

test(
  'a lost node of a Cluster takes its keys along, and comes back with them',
  options,
  async (context) => {
    const own = await ownServers(nodes)
    context.after(() => own.close())
    const url = own.settings['USHER_REDIS_CLUSTER_URL'] ?? ''
    const redis = openRedis({ url, timeoutMs: TIMEOUT_MS })
    context.after(() => redis.disconnect())
    await once(redis, 'ready')
    await Promise.all(keys.map((key) => redis.set(key, key)))
    await own.kill('redis-cluster-b')
    const begunMs = performance.now()
    const found = await count(redis)
    const tookMs = performance.now() - begunMs
    assert.ok(found > 0 && found < keys.length, `${found} keys`)
    assert.ok(tookMs < SOON_MS, `${tookMs} ms`)
    await own.start('redis-cluster-b')
    const endMs = performance.now() + BACK_WITHIN_MS
    while ((await count(redis)) < keys.length) {
      assert.ok(performance.now() < endMs, 'the node is back and its keys are not')
      await sleep(100)
    }
  },
)

async function count(redis: RedisConnection): Promise<number> {
  const answers = await Promise.allSettled(keys.map((key) => redis.get(key)))
  return answers.filter((answer) => answer.status === 'fulfilled' && answer.value !== null).length
}
