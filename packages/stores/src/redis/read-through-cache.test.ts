import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@usher/kernel'
import { type RealServer, realServer, seededRandom, untilWithin } from '@usher/testing'
import { openRedis, type RedisConnection } from './open-redis.ts'
import { redisReadThroughCache } from './read-through-cache.ts'

const servers = {
  'one Redis': realServer('USHER_REDIS_URL'),
  'a Cluster': realServer('USHER_REDIS_CLUSTER_URL'),
}
const ASKING = 200
/** Longer than any machine stands still: what ends meanwhile would be loaded again. */
const TTL_MS = 600_000
const until = untilWithin(30_000, 5)
let caches = 0

for (const [where, server] of Object.entries(servers)) {
  describe(`with ${where}`, server.options, () => {
    void test('a value is loaded once and then found, by other processes, too', async (context) => {
      const redis = await connect(context, server)
      const { one, other } = twoCaches(redis)
      assert.equal(await one.get('a', async () => '夜雨'), '夜雨')
      await written(redis, one.prefix)
      assert.equal(await other.get('a', loadsNothing), '夜雨')
    })

    void test('a stampede loads once in each process', async (context) => {
      const redis = await connect(context, server)
      const { one, other } = twoCaches(redis)
      let loads = 0
      const load = async () => {
        loads++
        await sleep(20)
        return 'slow'
      }
      const asked = Array.from({ length: ASKING }, (_, i) =>
        (i % 2 === 0 ? one : other).get('a', load),
      )
      const values = await Promise.all(asked)
      assert.ok(values.every((value) => value === 'slow'))
      assert.ok(loads <= 2, `${loads} loads`)
    })

    void test('values end apart, and never late', async (context) => {
      const redis = await connect(context, server)
      const { one } = twoCaches(redis)
      const keys = Array.from({ length: 20 }, (_, i) => `${i}`)
      await Promise.all(keys.map((key) => one.get(key, async () => key)))
      await Promise.all(keys.map((key) => written(redis, one.prefix, key)))
      const rests = await Promise.all(keys.map((key) => redis.pttl(`${one.prefix}:${key}`)))
      assert.ok(rests.every((restMs) => restMs > 0.7 * TTL_MS && restMs <= TTL_MS))
      assert.ok(Math.max(...rests) - Math.min(...rests) > 0.05 * TTL_MS)
    })

    void test('what was forgotten is loaded again, and failures are not kept', async (context) => {
      const redis = await connect(context, server)
      const { one } = twoCaches(redis)
      await assert.rejects(one.get('a', () => Promise.reject(new Error('down'))))
      assert.equal(await one.get('a', async () => 'first'), 'first')
      await written(redis, one.prefix)
      await one.forget('a')
      assert.equal(await one.get('a', async () => 'second'), 'second')
    })

    void test('what cannot be read is loaded, and replaced', async (context) => {
      const redis = await connect(context, server)
      const { one } = twoCaches(redis)
      await redis.set(`${one.prefix}:a`, 'not JSON', 'PX', 10_000)
      assert.equal(await one.get('a', async () => 'good'), 'good')
    })
  })
}

test('without Redis a stampede still loads once', async (context) => {
  const redis = openRedis({ url: 'redis://127.0.0.1:1', timeoutMs: 50 })
  context.after(() => redis.disconnect())
  const { one } = twoCaches(redis)
  let loads = 0
  const load = async () => {
    loads++
    await sleep(5)
    return 'loaded'
  }
  await Promise.all(Array.from({ length: ASKING }, () => one.get('a', load)))
  assert.equal(loads, 1)
  await one.forget('a')
})

async function connect(context: TestContext, { address }: RealServer): Promise<RedisConnection> {
  const redis = openRedis({ url: address, timeoutMs: 30_000 })
  context.after(() => redis.disconnect())
  await once(redis, 'ready')
  return redis
}

/** As two processes have them. */
function twoCaches(redis: RedisConnection) {
  const prefix = `test-${process.pid}-${++caches}`
  const open = () => ({
    prefix,
    ...bound(
      redisReadThroughCache<string>({
        redis,
        clock: systemClock,
        random: seededRandom(caches),
        prefix,
        ttlMs: TTL_MS,
        encode: (value) => Buffer.from(JSON.stringify(value)),
        decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as string,
      }),
    ),
  })
  return { one: open(), other: open() }
}

function bound(cache: ReturnType<typeof redisReadThroughCache<string>>) {
  return {
    get: (key: string, load: () => Promise<string>) => cache.get(key, load),
    forget: (key: string) => cache.forget(key),
  }
}

/** Values are written behind the answer. */
async function written(redis: RedisConnection, prefix: string, key = 'a'): Promise<void> {
  await until(async () => (await redis.exists(`${prefix}:${key}`)) === 1)
}

function loadsNothing(): Promise<never> {
  return Promise.reject(new Error('must not be loaded'))
}
