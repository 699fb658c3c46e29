import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test, type TestContext } from 'node:test'
import { create } from '@bufbuild/protobuf'
import { type EventsService, EventStatus, GetEventResponseSchema } from '@usher/contracts'
import { systemClock, systemRandom } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import { openRedis } from '@usher/stores/redis/open-redis'
import { realServer } from '@usher/testing'
import { cachedEvents } from './cached-events.ts'

const server = realServer('USHER_REDIS_URL')
const BUYERS = 500

test('a stampede on one event asks the service once', server.options, async (context) => {
  const { events, eventId, asked } = await open(context)
  const readers = Array.from({ length: BUYERS }, () => events.getEvent({ eventId }))
  const answers = await Promise.all(readers)
  assert.ok(answers.every(({ event }) => event?.eventId === eventId))
  assert.deepEqual(asked, [''])
})

test('who says who they are is answered by the service', server.options, async (context) => {
  const { events, eventId, asked } = await open(context)
  await events.getEvent({ eventId, userId: 'user_a' })
  await events.getEvent({ eventId, userId: 'user_a' })
  assert.deepEqual(asked, ['user_a', 'user_a'])
})

test('an organizer who changes an event sees the change', server.options, async (context) => {
  const { events, eventId } = await open(context)
  assert.equal((await events.getEvent({ eventId })).event?.version, 1)
  await events.cancelEvent({ eventId })
  const { event } = await events.getEvent({ eventId })
  assert.deepEqual([event?.version, event?.status], [2, EventStatus.CANCELLED])
})

test('without Redis events are read from the service', async (context) => {
  const { events, eventId, asked } = await open(context, 'redis://127.0.0.1:1')
  await events.getEvent({ eventId })
  await events.getEvent({ eventId })
  assert.equal(asked.length, 2)
})

async function open(context: TestContext, url = server.address) {
  const redis = openRedis({ url, timeoutMs: 30_000 })
  context.after(() => redis.disconnect())
  if (url === server.address) await once(redis, 'ready')
  const eventId = Math.floor(systemRandom.fraction() * 1_000_000_000)
  const asked: string[] = []
  let version = 1
  let status: EventStatus = EventStatus.ON_SALE
  const service: Partial<Client<typeof EventsService>> = {
    async getEvent({ userId = '' }) {
      asked.push(userId)
      return create(GetEventResponseSchema, { event: { eventId, version, status } })
    },
    async cancelEvent() {
      version = 2
      status = EventStatus.CANCELLED
      return { $typeName: 'usher.events.v1.CancelEventResponse' }
    },
  }
  const needs = { redis, clock: systemClock, random: systemRandom }
  const events = cachedEvents({ ...needs, events: service as Client<typeof EventsService> })
  return { events, eventId, asked }
}
