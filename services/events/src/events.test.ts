import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventStatus, type EventDetails } from '@usher/contracts'
import type { EventStore } from './ports/event-store.ts'
import { DAY_MS, NOW_MS } from './testing/event-builder.ts'
import {
  admin,
  ana,
  ben,
  buyer,
  details,
  HOUR_MS,
  type OpenEvents,
  openEvents,
  publishedEvent,
  statusOf,
  stranger,
  withVenue,
} from './testing/open-events.ts'

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
  assert.equal(new Set(opened.auth.granted).size, 1)
  assert.match(opened.auth.granted[0] ?? '', new RegExp(`^${ana} `))
})

test('nobody becomes an organizer who is no user or has no name', async () => {
  const { client, auth } = await openEvents()
  const register = (userId: string, name: string) => client.registerOrganizer({ userId, name })
  await assert.rejects(register(stranger, 'X'), { code: 'user_not_found' })
  await assert.rejects(register('me', 'X'), { code: 'malformed_id' })
  await assert.rejects(register(ana, ' '), { code: 'invalid_field' })
  assert.deepEqual(auth.granted, [])
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
    [event?.eventId, event?.venueName, event?.city, event?.details?.timeZone, statusOf(event)],
    [1, 'Teatro Falla', 'Cádiz', 'Europe/Madrid', 'DRAFT'],
  )
})

test('venues are listed to their organizer in pages', async () => {
  const opened = await openEvents()
  for (let i = 0; i < 3; i++) await withVenue(opened)
  const first = await opened.client.listVenues({ userId: ana, limit: 2 })
  assert.deepEqual(
    first.venues.map(({ venueId }) => venueId),
    [1, 2],
  )
  const rest = await opened.client.listVenues({ userId: ana, cursor: first.nextCursor })
  assert.deepEqual(
    rest.venues.map(({ venueId }) => venueId),
    [3],
  )
  assert.equal(rest.nextCursor, '')
  const { venue } = await opened.client.getVenue({ venueId: 2 })
  assert.equal(venue?.location?.latitude, 36.5339)
  await assert.rejects(opened.client.getVenue({ venueId: 9 }), { code: 'venue_not_found' })
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
  assert.deepEqual(opened.told, ['1 UPCOMING', '1 ON_SALE', '1 SOLD_OUT', '1 ON_SALE'])
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
  await opened.runJobs()
  const edited = await opened.client.updateEvent({
    userId: ana,
    eventId,
    details: { eventName: 'Carmen' },
    expectedVersion: event?.version ?? 0,
  })
  assert.equal(edited.event?.availableSeats, 7)
})

test('an edit of what somebody else has changed is refused', async () => {
  const opened = await openEvents()
  const { client } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  const edit = (eventName: string, expectedVersion: number) =>
    client.updateEvent({ userId: ana, eventId: 1, details: { eventName }, expectedVersion })
  assert.equal((await edit('One', 1)).event?.version, 2)
  await assert.rejects(edit('Two', 1), { kind: 'conflict', code: 'stale_version' })
  assert.equal((await edit('Three', 0)).event?.version, 3)
  await assert.rejects(client.updateEvent({ userId: ben, eventId: 1, details: {} }), notFound)
})

/** Three edits at the same moment; answers what is left of them. */
async function editsAtOnce(opened: OpenEvents) {
  const { client } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  const edit = (parts: Partial<EventDetails>) =>
    client.updateEvent({ userId: ana, eventId: 1, details: parts })
  await Promise.all([
    edit({ category: 'Opera' }),
    edit({ language: 'es' }),
    edit({ eventName: 'X' }),
  ])
  const { event } = await client.getEvent({ eventId: 1, userId: ana })
  const { category, language, eventName } = event?.details ?? {}
  return [category, language, eventName]
}

test('edits at the same moment all count', async () => {
  assert.deepEqual(await editsAtOnce(await openEvents()), ['Opera', 'es', 'X'])
})

test('without the condition on the version, edits at the same moment are lost', async () => {
  const opened = await openEvents({ spoil: ignoringVersions })
  assert.notDeepEqual(await editsAtOnce(opened), ['Opera', 'es', 'X'])
})

/** A store that writes what it is given over whatever is there. */
function ignoringVersions(events: EventStore): EventStore {
  const replace: EventStore['replace'] = async (event, options) => {
    const { version = 0 } = (await events.get(event.eventId)) ?? {}
    const next = { ...event, version: version + 1 }
    await events.replace(next, options).catch(() => replace(event, options))
  }
  return new Proxy(events, {
    get: (target, name) => (name === 'replace' ? replace : Reflect.get(target, name).bind(target)),
  })
}

test('the currency cannot change once there are prices', async () => {
  const opened = await openEvents()
  const { client, inventory } = opened
  await client.createEvent({ userId: ana, venueId: await withVenue(opened), details })
  const change = (currency: string) =>
    client.updateEvent({ userId: ana, eventId: 1, details: { currency } })
  assert.equal((await change('GBP')).event?.details?.currency, 'GBP')
  inventory.seats.set(1, { total: 5, available: 5, reserved: 0 })
  await assert.rejects(change('EUR'), { kind: 'conflict', code: 'currency_fixed' })
  assert.equal((await change('GBP')).event?.details?.currency, 'GBP')
})

test('a change of the sale reaches inventory, other changes do not bother it', async () => {
  const opened = await openEvents()
  const eventId = await publishedEvent(opened)
  const edit = (parts: Partial<EventDetails>) =>
    opened.client.updateEvent({ userId: ana, eventId, details: parts })
  await edit({ eventName: 'Carmen' })
  assert.equal(opened.inventory.rules.get(eventId)?.eventVersion, 2)
  await edit({ reservationMinutes: 5 })
  const rules = opened.inventory.rules.get(eventId)
  assert.deepEqual([rules?.eventVersion, rules?.reservationMinutes], [4, 5])
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

async function publishedOn(opened: OpenEvents, day: number, city = 'Cádiz'): Promise<number> {
  const { client, inventory } = opened
  await client.registerOrganizer({ userId: ana, name: 'Falla' })
  const place = { venueName: 'V', city, country: 'ES', timeZone: 'Europe/Madrid' }
  const { venue } = await client.createVenue({ userId: ana, ...place })
  const { event } = await client.createEvent({
    userId: ana,
    venueId: venue?.venueId ?? 0,
    details: { ...details, eventDateMs: BigInt(NOW_MS + day * DAY_MS) },
  })
  const eventId = event?.eventId ?? 0
  inventory.seats.set(eventId, { total: 5, available: 5, reserved: 0 })
  await client.publishEvent({ userId: ana, eventId })
  return eventId
}

test('events are listed by date in pages, whatever is filtered', async () => {
  const opened = await openEvents()
  for (const day of [5, 3, 9, 1]) await publishedOn(opened, day)
  await publishedOn(opened, 2, 'Sevilla')
  const list = async (parts: Parameters<OpenEvents['client']['listEvents']>[0]) => {
    const ids: number[] = []
    let cursor = ''
    do {
      const page = await opened.client.listEvents({ ...parts, limit: 2, cursor })
      assert.ok(page.events.length <= 2)
      ids.push(...page.events.map(({ eventId }) => eventId))
      cursor = page.nextCursor
    } while (cursor)
    return ids
  }
  assert.deepEqual(await list({}), [4, 5, 2, 1, 3])
  assert.deepEqual(await list({ city: 'sevilla' }), [5])
  assert.deepEqual(await list({ status: EventStatus.UPCOMING }), [])
  await opened.clock.advance(2 * DAY_MS)
  assert.deepEqual(await list({ status: EventStatus.PAST }), [4, 5])
  assert.deepEqual(await list({ status: EventStatus.ON_SALE }), [2, 1, 3])
  assert.deepEqual(await list({ ownerUserId: ana }), [4, 5, 2, 1, 3])
})

test('a list says what is wrong with what it is asked', async () => {
  const { client } = await openEvents()
  await assert.rejects(client.listEvents({ cursor: 'x' }), { code: 'invalid_cursor' })
  await assert.rejects(client.listEvents({ limit: 101 }), { facts: { field: 'limit' } })
  await assert.rejects(client.listEvents({ status: 99 as EventStatus }), {
    facts: { field: 'status' },
  })
  await assert.rejects(client.listEvents({ ownerUserId: buyer }), { code: 'not_an_organizer' })
})
