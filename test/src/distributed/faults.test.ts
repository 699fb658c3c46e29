import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { eventOnSale, reserve } from '../e2e/box-office.ts'
import { admits, newScanner, sell } from '../e2e/door.ts'
import { logIn, newBuyer, newOrganizer, type Person } from '../e2e/people.ts'
import { type Answer, expectStatus, Rest } from '../e2e/rest.ts'
import { until } from '../e2e/until.ts'
import { readRedisConfig } from '@usher/stores/redis/redis-settings'
import { openRedis } from '@usher/stores/redis/open-redis'
import { readBooks } from './books.ts'
import { type DistributedPlatform, services, startDistributed } from './distributed-platform.ts'
import { sold, underLoad } from './fault-case.ts'
import { checkNoneTwice, withoutMail } from './mails.ts'

// All of them harm one platform, one after the other: what a fault leaves behind meets the next.

const options = { skip: process.env['USHER_TEST_SERVERS'] === 'none' && 'without servers' }
const isLong = process.env['USHER_TEST_LONG'] === '1'
/** How long something stays away. */
const AWAY_MS = isLong ? 10_000 : 2000
const KAFKA_AWAY_MS = isLong ? 60_000 : 10_000
/** A mail that its sender died with is taken up by the next one after a minute. */
const MAILED_WITHIN_MS = 120_000

let platform: DistributedPlatform
const eventIds: number[] = []
before(async () => {
  if (!options.skip) platform = await startDistributed()
})
after(() => platform?.servers.wipe())

test('a service that is killed loses nothing and doubles nothing', options, async (t) => {
  const { crowd } = await underLoad(t, platform, async (crowd) => {
    for (const name of services) {
      await without(name, nothing)
      t.diagnostic(`${name}: sells ${await sold(crowd)} ms after it was ready again`)
    }
  })
  eventIds.push(crowd.eventId)
})

test('while Kafka is away sales go on, and mails come once it is back', options, async (t) => {
  const { crowd } = await underLoad(t, platform, async () => {
    await without('kafka', nothing, KAFKA_AWAY_MS)
  })
  eventIds.push(crowd.eventId)
  assert.deepEqual(crowd.noticed(), [])
  const tookMs = await mailed(crowd.eventId)
  t.diagnostic(`the last mail had come ${tookMs} ms after the crowd had gone`)
})

test('while MySQL is away nobody logs in, and sales and doors go on', options, async (t) => {
  const { url } = platform
  const organizer = await newOrganizer(url)
  const scanner = await newScanner(organizer)
  const buyer = await newBuyer(url)
  const { email, password } = buyer
  const eventId = await eventOnSale(organizer)
  const { tickets } = await sell(buyer, eventId, { seats: ['A1', 'A2'] })
  const [early, late] = tickets.map(({ code }) => code)
  // Who may scan is asked once: the gateway goes on with what it knows.
  await admits(scanner, eventId, early ?? '')
  const { crowd } = await underLoad(t, platform, async () => {
    await without('mysql', async () => {
      await asksForPatience(new Rest(url).post('/v1/auth/login', { email, password }))
      await asksForPatience(organizer.rest.post('/v1/venues', venue))
      await admits(scanner, eventId, late ?? '')
    })
    await until('there are logins again', async () => logIn(url, buyer).then(yes, no))
  })
  eventIds.push(crowd.eventId)
  assert.deepEqual(crowd.noticed(), [])
})

test('while Elasticsearch is away only searching fails', options, async (t) => {
  const { url } = platform
  const search = async () => (await new Rest(url).get('/v1/search?q=evening')).status
  const { crowd } = await underLoad(t, platform, async () => {
    await without('elasticsearch', async () => assert.equal(await search(), 503))
    await until('it searches again', async () => (await search()) === 200)
  })
  eventIds.push(crowd.eventId)
  assert.deepEqual(crowd.noticed(), [])
})

test('Redis emptied, killed and standing still hold up no sale', options, async (t) => {
  const { servers, url } = platform
  const buyer = await newBuyer(url)
  const { crowd } = await underLoad(t, platform, async (crowd) => {
    const redis = openRedis(readRedisConfig(Object.fromEntries(await platform.settings())))
    await until('it is emptied', async () => redis.flushall().then(yes, no))
    redis.disconnect()
    await sold(crowd)
    await without('redis', async () => void (await sold(crowd)))
    await servers.pause('redis')
    try {
      const tookMs = await reservationTimes(buyer, crowd.eventId)
      t.diagnostic(`of ${tookMs.length} reservations the slowest took ${tookMs.at(-1)} ms`)
      assert.ok((tookMs.at(-1) ?? 0) < RESERVED_WITHIN_MS, tookMs.join(' '))
    } finally {
      await servers.resume('redis')
    }
  })
  eventIds.push(crowd.eventId)
  assert.deepEqual(crowd.noticed(), [])
})

test('a seat store that is killed loses nothing that was acknowledged', options, async (t) => {
  const { crowd } = await underLoad(t, platform, async () => {
    await without('dynamodb', nothing)
  })
  eventIds.push(crowd.eventId)
  // A short absence is bridged by repeats, and noticed by nobody.
  for (const { status } of crowd.failures) assert.equal(status, 503)
})

test('in the end every booking has its mail, and none has it twice', options, async (t) => {
  const settings = await platform.settings()
  for (const eventId of eventIds) {
    const tookMs = await mailed(eventId)
    const books = await readBooks(settings, eventId)
    await checkNoneTwice(platform.mailbox, books)
    t.diagnostic(`event ${eventId}: ${books.bookings.length} bookings, waited ${tookMs} ms`)
  }
})

const nothing = async () => undefined

/** Kills it, does `act` after a while, and starts it again. */
async function without(name: string, act: () => Promise<void>, awayMs = AWAY_MS): Promise<void> {
  const { servers } = platform
  await servers.kill(name)
  try {
    await wait(awayMs)
    await act()
  } finally {
    await servers.up([name])
  }
}

async function asksForPatience(asked: Promise<Answer<unknown>>): Promise<void> {
  const { status, headers, body } = await asked
  assert.equal(status, 503, JSON.stringify(body))
  assert.ok(Number(headers.get('retry-after')) > 0, 'it says when to come again')
}

const venue = { venue_name: 'Sala', city: 'Madrid', country: 'ES', time_zone: 'Europe/Madrid' }

/** Half a second is what is promised; tests share two cores with every server there is. */
const RESERVED_WITHIN_MS = 2000
const RESERVATIONS = 30

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

/** Waits until everybody has their mail; answers for how long. */
async function mailed(eventId: number): Promise<number> {
  const beganMs = Date.now()
  const books = await readBooks(await platform.settings(), eventId)
  const all = async () => (await withoutMail(platform.mailbox, books)).length === 0
  await until('every booking has its mail', all, MAILED_WITHIN_MS)
  return Date.now() - beganMs
}

const yes = () => true
const no = () => false
