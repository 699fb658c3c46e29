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

test('an event that cannot be counted keeps no other from it', async () => {
  const { inventory, runJobs, sell, available } = await manyOnSale()
  inventory.lost.add(2)
  sell(1, 5)
  sell(3, 7)
  for (let run = 0; run < EVENTS; run++) await runJobs()
  assert.deepEqual([await available(1), await available(2), await available(3)], [5, 100, 7])
})
