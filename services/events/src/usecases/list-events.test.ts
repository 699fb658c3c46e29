import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventStatus } from '@usher/contracts'
import { DAY_MS } from '../sample-events.fixture.ts'
import {
  ana,
  buyer,
  openEvents,
  type OpenEvents,
  publishedOn,
  withVenue,
} from '../open-events.fixture.ts'

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

test('the public list begins with what comes next, without what is over or called off', async () => {
  const opened = await openEvents()
  const { client, clock } = opened
  for (const day of [1, 4, 2, 3]) await publishedOn(opened, day)
  await client.cancelEvent({ userId: ana, eventId: 3 })
  await clock.advance(DAY_MS)
  const list = async (parts: Parameters<OpenEvents['client']['listEvents']>[0]) =>
    (await client.listEvents(parts)).events.map(({ eventId }) => eventId)
  assert.deepEqual(await list({}), [4, 2])
  assert.deepEqual(await list({ city: 'Cádiz' }), [4, 2])
  assert.deepEqual(await list({ status: EventStatus.PAST }), [1])
  assert.deepEqual(await list({ status: EventStatus.CANCELLED }), [3])
  assert.deepEqual(await list({ ownerUserId: ana }), [1, 3, 4, 2])
})

test('what has begun and lasts is still to come, and listed first', async () => {
  const opened = await openEvents()
  const { client, clock } = opened
  for (const day of [1, 2, 3, 4]) await publishedOn(opened, day)
  await publishedOn(opened, 2, 'Sevilla')
  for (const eventId of [1, 2, 5]) {
    const endDateMs = BigInt(clock.nowMs() + 9 * DAY_MS)
    await client.updateEvent({ userId: ana, eventId, details: { endDateMs } })
  }
  await clock.advance(3 * DAY_MS)
  const pages = async (parts: Parameters<OpenEvents['client']['listEvents']>[0]) => {
    const ids: number[] = []
    let cursor = ''
    do {
      const page = await client.listEvents({ ...parts, limit: 2, cursor })
      ids.push(...page.events.map(({ eventId }) => eventId))
      cursor = page.nextCursor
    } while (cursor)
    return ids
  }
  assert.deepEqual(await pages({}), [1, 2, 5, 4])
  assert.deepEqual(await pages({ city: 'Sevilla' }), [5])
  assert.deepEqual(await pages({ status: EventStatus.UPCOMING }), [1, 2, 5])
  assert.deepEqual(await pages({ status: EventStatus.UPCOMING, ownerUserId: ana }), [1, 2, 5])
  assert.deepEqual(await pages({ status: EventStatus.PAST }), [3])
  await clock.advance(6 * DAY_MS)
  assert.deepEqual(await pages({}), [])
  await opened.runJobs()
  assert.deepEqual(await pages({ status: EventStatus.PAST }), [1, 2, 5, 3, 4])
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
