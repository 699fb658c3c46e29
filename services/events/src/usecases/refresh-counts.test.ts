import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, details, openEvents, withVenue } from '../open-events.fixture.ts'

const EVENTS = 30
const LOOKS_MAX = 10

/** Many events on sale, of which a run looks at ten. */
async function manyOnSale() {
  const env = { USHER_EVENTS_REFRESH_MAX: String(LOOKS_MAX) }
  const opened = await openEvents({ env })
  const venueId = await withVenue(opened)
  for (let eventId = 1; eventId <= EVENTS; eventId++) {
    await opened.client.createEvent({ userId: ana, venueId, details })
    opened.inventory.seats.set(eventId, { total: 100, available: 100, reserved: 0 })
    await opened.client.publishEvent({ userId: ana, eventId })
  }
  await opened.runJobs()
  const available = async (eventId: number) =>
    (await opened.client.getEvent({ eventId })).event?.availableSeats
  const sell = (eventId: number, left: number) =>
    opened.inventory.seats.set(eventId, { total: 100, available: left, reserved: 0 })
  return { ...opened, available, sell }
}

test('a run looks at a bounded number of events and reaches all in turn', async () => {
  const { inventory, runJobs, sell, available } = await manyOnSale()
  for (let eventId = 1; eventId <= EVENTS; eventId++) sell(eventId, eventId)
  for (let run = 0; run < EVENTS; run++) {
    inventory.looks.length = 0
    await runJobs()
    assert.ok(inventory.looks.length <= LOOKS_MAX)
  }
  for (let eventId = 1; eventId <= EVENTS; eventId++) {
    assert.equal(await available(eventId), eventId)
  }
})

test('events whose seats move are looked at in every run', async () => {
  const { runJobs, sell, available } = await manyOnSale()
  sell(17, 99)
  for (let run = 0; run < EVENTS; run++) await runJobs()
  for (let left = 98; left > 90; left--) {
    sell(17, left)
    for (let run = 0; run < EVENTS && (await available(17)) !== left; run++) await runJobs()
    sell(17, left - 50)
    await runJobs()
    assert.equal(await available(17), left - 50)
  }
})

test('an event is looked at in every run while seats move, and in every fifth while none do', async () => {
  const { inventory, runJobs } = await oneOnSale()
  const looksIn = async (runs: number) => {
    inventory.looks.length = 0
    await runJobs(runs)
    return inventory.looks.length
  }
  await looksIn(10)
  assert.equal(await looksIn(20), 4)
  inventory.seats.set(1, { total: 100, available: 99, reserved: 0 })
  await looksIn(5)
  inventory.seats.set(1, { total: 100, available: 98, reserved: 0 })
  assert.equal(await looksIn(5), 5)
  await looksIn(5)
  assert.equal(await looksIn(20), 4)
})

test('an event that cannot be counted keeps no other from it', async () => {
  const { inventory, runJobs, sell, available } = await manyOnSale()
  inventory.lost.add(2)
  sell(1, 5)
  sell(3, 7)
  for (let run = 0; run < EVENTS; run++) await runJobs()
  assert.deepEqual([await available(1), await available(2), await available(3)], [5, 100, 7])
})

test('others are told when prices change and when the last seat goes, not of each sale', async () => {
  const { inventory, runJobs, told, client, clock } = await oneOnSale()
  const seats = (available: number, prices: readonly [number, number]) =>
    inventory.seats.set(1, { total: 100, available, reserved: 0, prices })
  const messages = async () => {
    const before = told.length
    await runJobs(5)
    return told.length - before
  }
  seats(100, [1000, 4550])
  assert.equal(await messages(), 1)
  const { event } = await client.getEvent({ eventId: 1 })
  assert.deepEqual([event?.minPriceMinor, event?.maxPriceMinor], [1000n, 4550n])
  seats(99, [1000, 4550])
  assert.equal(await messages(), 0)
  seats(99, [900, 4550])
  assert.equal(await messages(), 1)
  inventory.seats.set(1, { total: 100, available: 0, reserved: 99, prices: [900, 4550] })
  assert.equal(await messages(), 1)
  assert.equal(await messages(), 0)
  seats(0, [900, 4550])
  await clock.advance(60_000)
  assert.deepEqual([await messages(), told.at(-1)], [1, '1 SOLD_OUT'])
})

test('of an hour in which seats come and go, a minute is told once at most', async () => {
  const { inventory, runJobs, told, clock } = await oneOnSale()
  inventory.seats.set(1, { total: 100, available: 50, reserved: 0 })
  await runJobs(5)
  await clock.advance(60_000)
  const before = told.length
  for (let second = 0; second < 3600; second += 20) {
    inventory.seats.set(1, { total: 100, available: second % 40 ? 90 : 10, reserved: 0 })
    await runJobs()
    await clock.advance(19_950)
  }
  assert.equal(told.length - before, 60)
})

/** Event 1, with a consumer that has been told of its publication. */
async function oneOnSale() {
  const opened = await openEvents()
  const venueId = await withVenue(opened)
  await opened.client.createEvent({ userId: ana, venueId, details })
  opened.inventory.seats.set(1, { total: 100, available: 100, reserved: 0 })
  await opened.client.publishEvent({ userId: ana, eventId: 1 })
  await opened.runJobs()
  return opened
}
