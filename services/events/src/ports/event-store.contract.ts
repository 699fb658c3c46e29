import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EventId, OperationId } from '@usher/kernel'
import { type Event, NEVER_MS, type NewEvent } from '../domain/event.ts'
import type { OrganizerId } from '../domain/venue.ts'
import { draft, NOW_MS, published } from '../sample-events.fixture.ts'
import type { EventQuery, EventStore } from './event-store.ts'

/**
 * A store under test, and what it has published: topic, event id and version of each message, in
 * order.
 */
export interface OpenEventStore {
  readonly events: EventStore
  readonly published: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** What every EventStore does. */
export function eventStoreContract(
  name: string,
  open: () => Promise<OpenEventStore>,
  options: { readonly skip?: string | false } = {},
): void {
  describe(`${name} as an event store`, options, () => {
    it('numbers events from one, gives back what was put in, and publishes it', async (test) => {
      const { events, published: messages, close } = await open()
      test.after(close)
      const full = published({ venue: { ...draft().venue, location: null } })
      const [first, second] = [await events.insert(draft(), null), await events.insert(full, null)]
      assert.deepEqual([first.eventId, second.eventId], [1, 2])
      assert.deepEqual(await events.get(id(1)), { ...draft(), eventId: 1 })
      assert.deepEqual(await events.get(id(2)), { ...full, eventId: 2 })
      assert.equal(await events.get(id(3)), undefined)
      assert.deepEqual(await messages(), ['event.created 1 v1', 'event.created 2 v1'])
    })

    it('answers an operation of an organizer with the event it made first', async (test) => {
      const { events, published: messages, close } = await open()
      test.after(close)
      const operation = 'op_1' as OperationId
      const first = await events.insert(draft(), operation)
      await events.replace({ ...first, version: 2 }, { configureSale: false })
      const again = await events.insert({ ...draft(), updatedAtMs: 9 }, operation)
      assert.deepEqual(again, { ...first, version: 2 })
      const elsewhere = { ...draft(), organizerId: 2 as OrganizerId }
      assert.equal((await events.insert(elsewhere, operation)).eventId, 2)
      const told = ['event.created 1 v1', 'event.created 2 v1', 'event.updated 1 v2']
      assert.deepEqual(await messages(), told)
    })

    it('replaces the version before, publishes it, and refuses every other', async (test) => {
      const { events, published: messages, close } = await open()
      test.after(close)
      const event = await events.insert(draft(), null)
      const next = { ...event, version: 2, updatedAtMs: 9, cancelReason: 'rain' }
      await events.replace(next, { configureSale: false })
      assert.deepEqual(await events.get(event.eventId), next)
      const stale = { code: 'stale_version' }
      await assert.rejects(events.replace(next, { configureSale: true }), stale)
      await assert.rejects(events.replace({ ...next, version: 4 }, { configureSale: true }), stale)
      const unknown = { ...next, eventId: id(9), version: 3 }
      await assert.rejects(events.replace(unknown, { configureSale: true }), stale)
      assert.deepEqual(await messages(), ['event.created 1 v1', 'event.updated 1 v2'])
      assert.deepEqual(await pending(events), [])
    })

    it('lets one of many who replace the same version win', async (test) => {
      const { events, close } = await open()
      test.after(close)
      const event = await events.insert(draft(), null)
      const races = Array.from({ length: 10 }, (_, i) =>
        events.replace({ ...event, version: 2, updatedAtMs: i }, { configureSale: false }),
      )
      const outcomes = await Promise.allSettled(races)
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
    })

    it('keeps counts apart from versions: neither loses the other', async (test) => {
      const { events, published: messages, close } = await open()
      test.after(close)
      const event = await events.insert(draft(), null)
      await events.recordCounts(event.eventId, counts, { toldAtMs: null })
      await events.replace({ ...event, version: 2 }, { configureSale: false })
      assert.deepEqual(await events.get(event.eventId), { ...event, version: 2, counts })
      await events.recordCounts(id(9), counts, { toldAtMs: 5 })
      assert.equal(await events.get(id(9)), undefined)
      assert.deepEqual(await messages(), ['event.created 1 v1', 'event.updated 1 v2'])
    })

    it('tells of counts when asked to, the same ones too, and keeps what was told', async (test) => {
      const { events, published: messages, close } = await open()
      test.after(close)
      const event = await events.insert(draft(), null)
      await events.recordCounts(event.eventId, counts, { toldAtMs: null })
      await events.recordCounts(event.eventId, counts, { toldAtMs: 5 })
      const told = { availableSeats: 60, atMs: 5 }
      assert.deepEqual(await events.get(event.eventId), { ...event, counts, told })
      const fewer = { ...counts, availableSeats: 50 }
      await events.recordCounts(event.eventId, fewer, { toldAtMs: null })
      await events.replace({ ...event, version: 2 }, { configureSale: false })
      const kept = { ...event, version: 2, counts: fewer, told }
      assert.deepEqual(await events.get(event.eventId), kept)
      const all = ['event.created 1 v1', 'event.updated 1 v1', 'event.updated 1 v2']
      assert.deepEqual(await messages(), all)
    })

    it('finds what lasts among the events that everybody may see', async (test) => {
      const { events, close } = await open()
      test.after(close)
      const { details } = draft()
      const endDateMs = details.eventDateMs + 5
      const lasting = { details: { ...details, endDateMs } }
      await events.insert(published(), null)
      await events.insert(published(lasting), null)
      await events.insert({ ...draft(), ...lasting }, null)
      const over = await events.insert(published({ ...lasting, venue: inMadrid }), null)
      await events.insert(published({ ...lasting, organizerId: 2 as OrganizerId }), null)
      const query = { lasting: true }
      assert.deepEqual(await ids(events, query), [2, 4, 5])
      assert.deepEqual(await ids(events, { ...query, city: 'Madrid' }), [4])
      assert.deepEqual(await ids(events, { ...query, organizerId: 2 as OrganizerId }), [5])
      await events.replace({ ...over, status: 'PAST', version: 2 }, { configureSale: false })
      assert.deepEqual(await ids(events, query), [2, 5])
    })

    it('remembers of whom inventory has to be told, until it has been', async (test) => {
      const { events, close } = await open()
      test.after(close)
      const event = await events.insert(draft(), null)
      await events.replace({ ...event, version: 2 }, { configureSale: true })
      await events.replace({ ...event, version: 3 }, { configureSale: true })
      await events.saleConfigured(event.eventId, 2)
      assert.deepEqual(await pending(events), [1])
      await events.replace({ ...event, version: 4 }, { configureSale: false })
      await events.saleConfigured(event.eventId, 3)
      assert.deepEqual(await pending(events), [])
      await events.saleConfigured(event.eventId, 3)
    })

    it('lists by date, then by id, in pages', async (test) => {
      const { events, close } = await open()
      test.after(close)
      for (const day of [3, 1, 2, 1]) await events.insert(onDay(day), null)
      await events.insert(draft(), null)
      assert.deepEqual(await ids(events, {}), [2, 4, 3, 1])
      const first = await events.list({ ...everything, limit: 3 })
      assert.deepEqual(
        first.events.map(({ eventId }) => Number(eventId)),
        [2, 4, 3],
      )
      assert.deepEqual(first.next, { eventDateMs: onDay(2).details.eventDateMs, eventId: 3 })
      const second = await events.list({ ...everything, after: first.next ?? start, limit: 3 })
      assert.deepEqual(
        second.events.map(({ eventId }) => Number(eventId)),
        [1],
      )
      assert.equal(second.next, undefined)
      assert.deepEqual(await ids(events, { beforeMs: onDay(2).details.eventDateMs }), [2, 4])
    })

    it('finds by city, category and organizer, and shows drafts to no one else', async (test) => {
      const { events, close } = await open()
      test.after(close)
      const { venue, details } = draft()
      const other = { organizerId: 2 as OrganizerId }
      await events.insert(published({ venue: { ...venue, city: 'MADRID' } }), null)
      await events.insert(published({ details: { ...details, category: 'Jazz' }, ...other }), null)
      const both = {
        venue: { ...venue, city: 'Madrid' },
        details: { ...details, category: 'jazz' },
      }
      await events.insert(published({ ...both }), null)
      await events.insert({ ...draft(), ...both, ...other }, null)
      assert.deepEqual(await ids(events, { city: 'madrid ' }), [1, 3])
      assert.deepEqual(await ids(events, { category: 'JAZZ' }), [2, 3])
      assert.deepEqual(await ids(events, { city: 'Madrid', category: 'jazz' }), [3])
      assert.deepEqual(await ids(events, { organizerId: 2 as OrganizerId }), [2, 4])
      assert.deepEqual(await ids(events, { ...other, city: 'Madrid' }), [4])
      assert.deepEqual(await ids(events, { city: 'Nowhere' }), [])
    })

    it('knows which events the clock is about to move, the longest overdue first', async (test) => {
      const { events, close } = await open()
      test.after(close)
      for (const nextTransitionMs of [300, 100, 200, NEVER_MS]) {
        await events.insert({ ...draft(), nextTransitionMs }, null)
      }
      const due = async (nowMs: number, limit = 10) =>
        (await events.due(nowMs, limit)).map(({ eventId }) => Number(eventId))
      assert.deepEqual(await due(99), [])
      assert.deepEqual(await due(200), [2, 3])
      assert.deepEqual(await due(1000, 2), [2, 3])
      assert.deepEqual(await due(1000), [2, 3, 1])
    })

    it('lists by status as last written', async (test) => {
      const { events, close } = await open()
      test.after(close)
      for (const status of ['ON_SALE', 'SOLD_OUT', 'ON_SALE', 'PAST', 'ON_SALE'] as const) {
        await events.insert({ ...published(), status }, null)
      }
      const onSale = async (after: number, limit: number) =>
        (await events.inStatus('ON_SALE', { after, limit })).map(({ eventId }) => Number(eventId))
      assert.deepEqual(await onSale(0, 2), [1, 3])
      assert.deepEqual(await onSale(3, 2), [5])
    })
  })
}

const counts = {
  totalSeats: 100,
  availableSeats: 60,
  reservedSeats: 10,
  prices: { minMinor: 1000, maxMinor: 4550 },
}
const inMadrid = { ...draft().venue, city: 'Madrid' }
const start = { eventDateMs: 0, eventId: 0 }
const everything: EventQuery = { after: start, beforeMs: NEVER_MS, limit: 100 }

async function ids(events: EventStore, query: Partial<EventQuery>): Promise<readonly number[]> {
  const page = await events.list({ ...everything, ...query })
  return page.events.map(({ eventId }) => Number(eventId))
}

async function pending(events: EventStore): Promise<readonly number[]> {
  return (await events.pendingSales({ after: 0, limit: 10 })).map(Number)
}

function onDay(day: number): NewEvent {
  const { details } = draft()
  return published({ details: { ...details, eventDateMs: NOW_MS + day * 86_400_000 } })
}

function id(eventId: number): Event['eventId'] {
  return eventId as EventId
}
