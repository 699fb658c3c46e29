import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventStatus } from '@usher/contracts'
import { DAY_MS, NOW_MS } from './sample-events.fixture.ts'
import {
  admin,
  ana,
  ben,
  buyer,
  details,
  HOUR_MS,
  openEvents,
  type OpenEvents,
  publishedEvent,
  publishedOn,
  statusOf,
  stranger,
  withVenue,
} from './open-events.fixture.ts'

const notFound = { kind: 'not_found', code: 'event_not_found' }

/** The status everybody sees. */
async function seen({ client }: OpenEvents, eventId: number): Promise<string> {
  return statusOf((await client.getEvent({ eventId })).event)
}

test('a user becomes an organizer once, however often it is asked, and gets the role', async () => {
  const opened = await openEvents()
  opened.auth.broken = true
  const ask = () => opened.client.registerOrganizer({ userId: ana, name: 'Falla' })
  await assert.rejects(ask(), { code: 'auth_down' })
  opened.auth.broken = false
  const { organizer } = await ask()
  assert.equal(organizer?.organizerId, 1)
  assert.deepEqual((await ask()).organizer, organizer)
  assert.deepEqual([...opened.auth.organizers], [ana])
})

test('nobody becomes an organizer who is no user or has no name', async () => {
  const { client, auth } = await openEvents()
  const register = (userId: string, name: string) => client.registerOrganizer({ userId, name })
  await assert.rejects(register(stranger, 'X'), { code: 'user_not_found' })
  await assert.rejects(register('me', 'X'), { code: 'malformed_id' })
  await assert.rejects(register(ana, ' '), { code: 'invalid_field' })
  assert.equal(auth.organizers.size, 0)
})

test('only organizers enter venues and events, and events only at their own venues', async () => {
  const opened = await openEvents()
  const { client } = opened
  const venueId = await withVenue(opened, ana)
  await withVenue(opened, ben)
  const forbidden = { kind: 'forbidden', code: 'not_an_organizer' }
  await assert.rejects(client.createVenue({ userId: buyer, venueName: 'X' }), forbidden)
  await assert.rejects(client.createEvent({ userId: buyer, venueId, details }), forbidden)
  const elsewhere = client.createEvent({ userId: ben, venueId, details })
  await assert.rejects(elsewhere, { code: 'venue_not_found' })
  await assert.rejects(client.createEvent({ userId: ana, venueId }), {
    facts: { field: 'event_name' },
  })
  const { event } = await client.createEvent({ userId: ana, venueId, details })
  assert.deepEqual(
    [event?.eventId, event?.venueName, event?.city, event?.address, statusOf(event)],
    [1, 'Teatro Falla', 'Cádiz', 'Plaza Fragela, 1', 'DRAFT'],
  )
})

test('what was created before a crash is not created again when it is asked for again', async () => {
  const before = await openEvents()
  await withVenue(before)
  const place = { userId: ana, venueName: 'V', city: 'C', country: 'ES', timeZone: 'Europe/Madrid' }
  const venue = { ...place, operationId: 'op_venue' }
  const made = await before.client.createVenue(venue)
  const draft = { userId: ana, venueId: 2, details, operationId: 'op_event' }
  const { event } = await before.client.createEvent(draft)
  const after = await before.restart()
  assert.deepEqual((await after.client.createVenue(venue)).venue, made.venue)
  assert.deepEqual((await after.client.createEvent(draft)).event, event)
  const { venues } = await after.client.listVenues({ userId: ana })
  assert.equal(venues.length, 2)
  const { events } = await after.client.listEvents({ ownerUserId: ana })
  assert.equal(events.length, 1)
})

test('a draft is seen by its organizer alone, with the seats of its seat map', async () => {
  const opened = await openEvents()
  const { client, inventory } = opened
  const venueId = await withVenue(opened)
  await client.createEvent({ userId: ana, venueId, details })
  await withVenue(opened, ben)
  for (const userId of ['', ben, buyer]) {
    await assert.rejects(client.getEvent({ eventId: 1, userId }), notFound)
    if (userId) await assert.rejects(client.checkOwner({ eventId: 1, userId }), notFound)
  }
  await client.checkOwner({ eventId: 1, userId: ana })
  const look = async () => (await client.getEvent({ eventId: 1, userId: ana })).event
  assert.equal((await look())?.totalSeats, 0)
  inventory.seats.set(1, { total: 80, available: 75, reserved: 0 })
  assert.deepEqual([(await look())?.totalSeats, (await look())?.availableSeats], [80, 75])
  assert.deepEqual((await client.listEvents({})).events, [])
  const own = await client.listEvents({ ownerUserId: ana, status: EventStatus.DRAFT })
  assert.deepEqual(
    own.events.map(({ eventId, totalSeats }) => [eventId, totalSeats]),
    [[1, 80]],
  )
})

test('publishing needs seats, tells inventory the rules, and can be repeated', async () => {
  const opened = await openEvents()
  const { client, inventory } = opened
  const venueId = await withVenue(opened)
  await client.createEvent({ userId: ana, venueId, details })
  const publish = () => client.publishEvent({ userId: ana, eventId: 1 })
  await assert.rejects(publish(), { kind: 'conflict', code: 'no_seat_map' })
  inventory.seats.set(1, { total: 100, available: 90, reserved: 0 })
  await assert.rejects(client.publishEvent({ userId: ben, eventId: 1 }), notFound)
  const { event } = await publish()
  assert.deepEqual(
    [statusOf(event), event?.totalSeats, event?.availableSeats, event?.version],
    ['ON_SALE', 100, 90, 2],
  )
  const { $typeName: _, ...rules } = inventory.rules.get(1) ?? { $typeName: '' }
  assert.deepEqual(rules, {
    eventId: 1,
    currency: 'EUR',
    saleStartTimeMs: BigInt(NOW_MS),
    saleEndTimeMs: details.eventDateMs,
    maxSeatsPerBuyer: 0,
    reservationMinutes: 10,
    orphanRule: 'off',
    open: true,
    eventVersion: 2,
  })
  assert.deepEqual((await publish()).event, event)
})

test('an event opens by itself: reads at once, consumers within the job', async () => {
  const opened = await openEvents()
  const eventId = await publishedEvent(opened)
  await opened.runJobs()
  await opened.clock.advance(NOW_MS + HOUR_MS - 1 - opened.clock.nowMs())
  assert.equal(await seen(opened, eventId), 'UPCOMING')
  await opened.clock.advance(1)
  assert.equal(await seen(opened, eventId), 'ON_SALE')
  const listed = await opened.client.listEvents({ status: EventStatus.ON_SALE })
  assert.equal(listed.events.length, 1)
  assert.deepEqual(opened.told, ['1 UPCOMING'])
  await opened.runJobs()
  assert.deepEqual(opened.told, ['1 UPCOMING', '1 ON_SALE'])
  await opened.runJobs()
  assert.deepEqual(opened.told, ['1 UPCOMING', '1 ON_SALE'])
  await opened.clock.advance(40 * DAY_MS)
  assert.equal(await seen(opened, eventId), 'PAST')
  await opened.runJobs()
  assert.equal(opened.told.at(-1), '1 PAST')
})

test('an event is sold out and back on sale as its seats go and come', async () => {
  const opened = await openEvents()
  const { inventory } = opened
  const eventId = await publishedEvent(opened)
  await opened.clock.advance(HOUR_MS)
  const sell = async (available: number, reserved: number) => {
    inventory.seats.set(eventId, { total: 100, available, reserved })
    await opened.runJobs()
    const { event } = await opened.client.getEvent({ eventId })
    return [event?.availableSeats, statusOf(event)]
  }
  assert.deepEqual(await sell(40, 10), [40, 'ON_SALE'])
  assert.deepEqual(await sell(0, 10), [0, 'ON_SALE'])
  assert.deepEqual(await sell(0, 0), [0, 'SOLD_OUT'])
  assert.deepEqual(await sell(2, 0), [2, 'ON_SALE'])
  const [open, many, none] = ['1 ON_SALE', '1 ON_SALE', '1 ON_SALE']
  assert.deepEqual(opened.told, ['1 UPCOMING', open, many, none, '1 SOLD_OUT', '1 ON_SALE'])
})

test('counts that did not change are not written, and do not make an edit stale', async () => {
  const opened = await openEvents()
  const eventId = await publishedEvent(opened)
  await opened.clock.advance(HOUR_MS)
  await opened.runJobs()
  const { event } = await opened.client.getEvent({ eventId })
  await opened.runJobs()
  await opened.runJobs()
  assert.deepEqual((await opened.client.getEvent({ eventId })).event, event)
  opened.inventory.seats.set(eventId, { total: 100, available: 7, reserved: 0 })
  await opened.runJobs(5)
  const edited = await opened.client.updateEvent({
    userId: ana,
    eventId,
    details: { eventName: 'Carmen' },
    expectedVersion: event?.version ?? 0,
  })
  assert.equal(edited.event?.availableSeats, 7)
})

test('what inventory could not be told is told after a crash, at its newest', async () => {
  const opened = await openEvents()
  const eventId = await publishedEvent(opened)
  const { client, inventory } = opened
  inventory.broken = true
  await client.updateEvent({ userId: ana, eventId, details: { maxSeatsPerBuyer: 4 } })
  await client.cancelEvent({ userId: ana, eventId, reason: 'rain' })
  assert.equal(inventory.rules.get(eventId)?.open, true)
  const again = await opened.restart()
  await again.runJobs()
  assert.equal(inventory.rules.get(eventId)?.open, true)
  inventory.broken = false
  await again.runJobs()
  const rules = inventory.rules.get(eventId)
  assert.deepEqual([rules?.open, rules?.maxSeatsPerBuyer], [false, 4])
  inventory.rules.clear()
  await again.runJobs()
  assert.equal(inventory.rules.size, 0)
})

test('a cancelled event stays cancelled, is published as such, and closes its sale', async () => {
  const opened = await openEvents()
  const eventId = await publishedEvent(opened)
  const { client } = opened
  const cancel = () => client.cancelEvent({ userId: ana, eventId, reason: 'rain' })
  await assert.rejects(client.cancelEvent({ userId: ben, eventId }), notFound)
  const { event } = await cancel()
  assert.equal(statusOf(event), 'CANCELLED')
  assert.deepEqual((await cancel()).event, event)
  assert.equal(opened.inventory.rules.get(eventId)?.open, false)
  await opened.clock.advance(HOUR_MS)
  await opened.runJobs()
  assert.equal(await seen(opened, eventId), 'CANCELLED')
  assert.deepEqual(opened.told, ['1 UPCOMING', '1 CANCELLED'])
  const ended = { kind: 'conflict', code: 'event_cancelled' }
  await assert.rejects(client.publishEvent({ userId: ana, eventId }), ended)
  await assert.rejects(client.updateEvent({ userId: ana, eventId, details: {} }), ended)
})

test('an administrator manages every event, and sees every draft', async () => {
  const opened = await openEvents()
  const { client, inventory } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  const own = { userId: admin, eventId: 1 }
  inventory.seats.set(1, { total: 5, available: 5, reserved: 0 })
  await client.checkOwner(own)
  assert.equal(statusOf((await client.getEvent(own)).event), 'DRAFT')
  await client.updateEvent({ ...own, details: { eventName: 'Carmen' } })
  await client.publishEvent(own)
  assert.equal(statusOf((await client.cancelEvent(own)).event), 'CANCELLED')
  await assert.rejects(client.checkOwner({ userId: stranger, eventId: 1 }), notFound)
})

test('an event is not published whose seats are priced in another currency', async () => {
  const opened = await openEvents()
  const { client, inventory } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  inventory.seats.set(1, { total: 5, available: 5, reserved: 0 })
  inventory.currency = 'GBP'
  await assert.rejects(client.publishEvent({ userId: ana, eventId: 1 }), {
    kind: 'conflict',
    code: 'currency_mismatch',
  })
})

test('a draft cannot be cancelled, and a sale cannot end before it began', async () => {
  const opened = await openEvents()
  const { client, clock, inventory } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  const draft = client.cancelEvent({ userId: ana, eventId: 1 })
  await assert.rejects(draft, { kind: 'conflict', code: 'event_not_published' })
  inventory.seats.set(1, { total: 5, available: 5, reserved: 0 })
  await clock.advance(HOUR_MS)
  await client.publishEvent({ userId: ana, eventId: 1 })
  const end = (atMs: number) =>
    client.updateEvent({ userId: ana, eventId: 1, details: { saleEndTimeMs: BigInt(atMs) } })
  await assert.rejects(end(NOW_MS + 1), { facts: { field: 'sale_end_time' } })
  await clock.advance(HOUR_MS)
  assert.equal(statusOf((await end(clock.nowMs())).event), 'UPCOMING')
})

test('an event can be cancelled until a day after it began, and not changed any more', async () => {
  const opened = await openEvents()
  const eventId = await publishedEvent(opened)
  const { client, clock } = opened
  await clock.advance(30 * DAY_MS + DAY_MS - 1)
  const past = { kind: 'conflict', code: 'event_past' }
  await assert.rejects(client.updateEvent({ userId: ana, eventId, details: {} }), past)
  assert.equal(statusOf((await client.cancelEvent({ userId: ana, eventId })).event), 'CANCELLED')
  const other = await publishedOn(opened, 100)
  await clock.advance(200 * DAY_MS)
  await assert.rejects(client.cancelEvent({ userId: ana, eventId: other }), past)
})

test('a draft whose date has passed cannot be published', async () => {
  const opened = await openEvents()
  const { client, clock, inventory } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  inventory.seats.set(1, { total: 5, available: 5, reserved: 0 })
  await clock.advance(31 * DAY_MS)
  await assert.rejects(client.publishEvent({ userId: ana, eventId: 1 }), { code: 'event_past' })
})
