import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTopicLog } from '@usher/bus'
import type { EventId } from '@usher/kernel'
import { defineTable, put, type Tables } from '@usher/stores'
import { manualClock, seededRandom, temporaryTables } from '@usher/testing'
import { newVenue, type OrganizerId } from '../../domain/venue.ts'
import { NEVER_MS } from '../../domain/event.ts'
import { NOW_MS, published, venueInput } from '../../sample-events.fixture.ts'
import { type EventRow, eventsTable, rowFromEvent } from './event-row.ts'
import { tablesEventStore } from './event-store.ts'
import { tablesVenueStore } from './venue-store.ts'

const added = [
  'end_date_ms',
  'address',
  'min_price_minor',
  'max_price_minor',
  'told_available_seats',
  'told_at_ms',
  'lasting',
]
const isEarlier = ([column]: [string, unknown]) => !added.includes(column)
const { by_lasting: _, ...indexes } = eventsTable.indexes

/** The table as it was before these columns. */
const earlierTable = defineTable<Partial<EventRow>>({
  name: 'events',
  columns: Object.fromEntries(
    Object.entries(eventsTable.types).filter(isEarlier),
  ) as typeof eventsTable.types,
  key: ['event_id'],
  indexes,
})

/** Writes a venue and its event as they were written before, and opens the tables again. */
async function writeEarlier(tables: Tables, reopen: () => Promise<Tables>): Promise<Tables> {
  const facts = { organizerId: 1 as OrganizerId, nowMs: NOW_MS }
  await tablesVenueStore(tables).insert(newVenue(venueInput, facts), null)
  const row = rowFromEvent({ ...published(), eventId: 1 as EventId })
  const earlierRow = Object.fromEntries(Object.entries(row).filter(isEarlier))
  await tables.commit([put(earlierTable, earlierRow as Partial<EventRow>)])
  return reopen()
}

for (const [where, open] of Object.entries(temporaryTables)) {
  test(`${where}: events from before they had an end, prices and an address go on`, async () => {
    const { tables: before, reopen, close } = await open()
    const tables = await writeEarlier(before, reopen)
    const needs = { tables, clock: manualClock(NOW_MS), random: seededRandom(1) }
    const events = tablesEventStore({ tables, topicLog: await openTopicLog(needs) })
    const event = { ...published(), eventId: 1 as EventId }
    assert.deepEqual(await events.get(event.eventId), event)
    const everything = { after: { eventDateMs: 0, eventId: 0 }, beforeMs: NEVER_MS, limit: 9 }
    assert.deepEqual((await events.list(everything)).events, [event])
    assert.deepEqual((await events.list({ ...everything, lasting: true })).events, [])

    const endDateMs = event.details.eventDateMs + 5
    const next = { ...event, details: { ...event.details, endDateMs }, version: 2 }
    await events.replace(next, { configureSale: false })
    const counts = { ...event.counts, prices: { minMinor: 1, maxMinor: 2 } }
    await events.recordCounts(event.eventId, counts, { toldAtMs: 5 })
    const told = { availableSeats: 100, atMs: 5 }
    const kept = { ...next, counts, told }
    assert.deepEqual(await events.get(event.eventId), kept)
    assert.deepEqual((await events.list({ ...everything, lasting: true })).events, [kept])
    await close()
  })
}
