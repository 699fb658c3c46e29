import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EventDetails, EventStatus } from '@usher/contracts'
import { DAY_MS, NOW_MS } from './sample-events.fixture.ts'
import { ana, details, openEvents, statusOf, withVenue } from './open-events.fixture.ts'

const lastYear = BigInt(NOW_MS - 365 * DAY_MS)

/** Event 1 took place last year. */
async function withArchive(parts: Partial<EventDetails> = {}) {
  const opened = await openEvents()
  const venueId = await withVenue(opened)
  const past = { ...details, eventDateMs: lastYear, ...parts }
  const { event } = await opened.client.createEvent({ userId: ana, venueId, details: past })
  const publish = async () => (await opened.client.publishEvent({ userId: ana, eventId: 1 })).event
  const update = async (change: Partial<EventDetails>) =>
    (await opened.client.updateEvent({ userId: ana, eventId: 1, details: change })).event
  return { ...opened, event, publish, update }
}

test('what is over is entered as a draft and published as PAST, without seats or a sale', async () => {
  const { client, event, publish, runJobs, inventory, told } = await withArchive()
  assert.equal(statusOf(event), 'DRAFT')
  const published = await publish()
  assert.equal(statusOf(published), 'PAST')
  assert.equal(published?.details?.saleStartTimeMs, undefined)
  assert.deepEqual(await publish(), published)
  await runJobs()
  assert.deepEqual(told, ['1 PAST'])
  assert.equal(inventory.rules.size, 0)
  const listed = async (status: EventStatus) => (await client.listEvents({ status })).events.length
  assert.equal(await listed(EventStatus.PAST), 1)
  assert.equal(await listed(EventStatus.UNSPECIFIED), 0)
})

test('seats to sell of what is over are a mistake, which the draft can mend', async () => {
  const { inventory, publish, update } = await withArchive()
  inventory.seats.set(1, { total: 5, available: 5, reserved: 0 })
  await assert.rejects(publish(), { kind: 'conflict', code: 'event_past' })
  await update({ eventDateMs: details.eventDateMs })
  assert.equal(statusOf(await publish()), 'ON_SALE')
})

test('an archived event can be corrected, and stays in the past', async () => {
  const { publish, update, clock, inventory } = await withArchive()
  await publish()
  const corrected = await update({ eventName: 'Carmen', eventDateMs: lastYear - 5n })
  assert.deepEqual(
    [corrected?.details?.eventName, corrected?.details?.eventDateMs, statusOf(corrected)],
    ['Carmen', lastYear - 5n, 'PAST'],
  )
  const refused = { code: 'invalid_field', facts: { field: 'event_date' } }
  await assert.rejects(update({ eventDateMs: details.eventDateMs }), refused)
  await clock.advance(DAY_MS)
  await assert.rejects(update({ eventDateMs: BigInt(NOW_MS + 1) }), refused)
  assert.equal(inventory.rules.size, 0)
})

test('what has begun and not ended is no archive: it needs seats and a sale to come', async () => {
  const tomorrow = BigInt(NOW_MS + DAY_MS)
  const { inventory, publish, update, clock } = await withArchive({ endDateMs: tomorrow })
  await assert.rejects(publish(), { code: 'no_seat_map' })
  inventory.seats.set(1, { total: 5, available: 5, reserved: 0 })
  await assert.rejects(publish(), { facts: { field: 'sale_end_time' } })
  await update({ saleEndTimeMs: tomorrow })
  assert.equal(statusOf(await publish()), 'ON_SALE')
  const past = { facts: { field: 'end_date' } }
  await assert.rejects(update({ endDateMs: BigInt(NOW_MS), saleEndTimeMs: 0n }), past)
  await clock.advance(DAY_MS)
  await assert.rejects(update({}), { code: 'event_past' })
})

test('a published event cannot be moved into the past', async () => {
  const { inventory, publish, update } = await withArchive({ eventDateMs: details.eventDateMs })
  inventory.seats.set(1, { total: 5, available: 5, reserved: 0 })
  await publish()
  const refused = { facts: { field: 'event_date' } }
  await assert.rejects(update({ eventDateMs: BigInt(NOW_MS) }), refused)
})
