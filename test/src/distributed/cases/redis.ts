import assert from 'node:assert/strict'
import { lyingRedis } from '@usher/inventory/adapters/redis/lying-redis.fixture'
import { openRedis, type RedisConnection } from '@usher/stores/redis/open-redis'
import { readRedisConfig } from '@usher/stores/redis/redis-settings'
import { reserve } from '../../e2e/box-office.ts'
import { newBuyer, type Person } from '../../e2e/people.ts'
import { expectStatus, Rest } from '../../e2e/rest.ts'
import { until } from '../../e2e/until.ts'
import { standing, without } from '../away.ts'
import type { DistributedPlatform } from '../distributed-platform.ts'
import { type Fault, sold, underLoad } from '../fault-case.ts'
import { checkNothingNoticed } from '../patience.ts'
import { rush } from '../rush.ts'

/** Half a second is what is promised; tests share two cores with every server there is. */
const RESERVED_WITHIN_MS = 2000
const RESERVATIONS = 30

export const redisEmptiedAndAway: Fault = async (t, platform) => {
  const { servers, url } = platform
  const buyer = await newBuyer(url)
  const crowd = await underLoad(t, platform, async (crowd) => {
    await withRedis(platform, (redis) => redis.flushall())
    await sold(crowd)
    await without(servers, 'redis', { act: async () => void (await sold(crowd)) })
    const act = async () => {
      const tookMs = await reservationTimes(buyer, crowd.eventId)
      t.diagnostic(`of ${tookMs.length} reservations the slowest took ${tookMs.at(-1)} ms`)
      assert.ok((tookMs.at(-1) ?? 0) < RESERVED_WITHIN_MS, tookMs.join(' '))
    }
    await standing(servers, 'redis', { awayMs: 0, act })
  })
  checkNothingNoticed(crowd)
  return crowd
}

/** It takes no value any more, and answers every write with an error. */
export const redisFull: Fault = async (t, platform) => {
  const crowd = await underLoad(t, platform, async (crowd) => {
    await withRedis(platform, (redis) => redis.config('SET', 'maxmemory', '1mb'))
    await withRedis(platform, (redis) => assert.rejects(redis.set('one', 'more'), /OOM/))
    try {
      for (let bookings = 0; bookings < 5; bookings++) await sold(crowd)
      await rush(platform.url)
    } finally {
      await withRedis(platform, (redis) => redis.config('SET', 'maxmemory', '0'))
    }
  })
  checkNothingNoticed(crowd)
  return crowd
}

/** Whoever claims a seat is told that it is theirs: only the condition on the seat is left. */
export const redisLies: Fault = async (t, platform) => {
  const { servers, url } = platform
  const liar = await lyingRedis((await platform.settings()).get('USHER_REDIS_URL') ?? '')
  await servers.restart(['inventory'], { USHER_REDIS_URL: liar.url })
  const seats = () => new Rest(url).get('/v1/events/1/availability')
  await until('the gateway reaches inventory again', async () => (await seats()).status !== 503)
  try {
    const crowd = await underLoad(t, platform, async () => rush(url))
    checkNothingNoticed(crowd)
    assert.ok(liar.lies() > 0, 'nobody asked for a lock')
    t.diagnostic(`${liar.lies()} keys of the lock were lied about`)
    return crowd
  } finally {
    await servers.restart(['inventory'])
    liar.close()
  }
}

async function withRedis(
  platform: DistributedPlatform,
  act: (redis: RedisConnection) => Promise<unknown>,
): Promise<void> {
  const config = readRedisConfig(Object.fromEntries(await platform.settings()))
  const redis = openRedis({ ...config, timeoutMs: 5000 })
  try {
    if (redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve))
    await act(redis)
  } finally {
    redis.disconnect()
  }
}

/** How long reservations take now, the longest last; each is given back. */
async function reservationTimes(buyer: Person, eventId: number): Promise<readonly number[]> {
  const took: number[] = []
  for (let i = 0; i < RESERVATIONS; i++) {
    const beganMs = performance.now()
    const { reservation_id: id } = await reserve(buyer, eventId, { areas: { Lawn: 1 } })
    took.push(Math.round(performance.now() - beganMs))
    expectStatus(await buyer.rest.call('DELETE', `/v1/reservations/${id}`), 200)
  }
  return took.toSorted((left, right) => left - right)
}
