import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTopicLog } from '@usher/bus'
import type { OperationId } from '@usher/kernel'
import { memoryTables, type Tables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { newVenue, type OrganizerId } from '../../domain/venue.ts'
import { draft, NOW_MS, venueInput } from '../../sample-events.fixture.ts'
import { tablesEventStore } from './event-store.ts'
import { tablesVenueStore } from './venue-store.ts'

/** A list reads an index; a get and a commit cost the same however many rows there are. */
test('creating, or asking again, reads no list: the thousandth costs what the first did', async () => {
  const tables = memoryTables()
  const clock = manualClock(NOW_MS)
  const topicLog = await openTopicLog({ tables, clock, random: seededRandom(1) })
  const listless: Tables = {
    get: (table, ...key) => tables.get(table, ...key),
    commit: (changes) => tables.commit(changes),
    list: () => Promise.reject(new TypeError('a list was read')),
    ready: () => true,
    close: () => tables.close(),
  }
  const venues = tablesVenueStore(listless)
  const events = tablesEventStore({ tables: listless, topicLog })
  const venue = newVenue(venueInput, { organizerId: 1 as OrganizerId, nowMs: NOW_MS })
  for (const asked of ['first', 'again']) {
    for (let i = 1; i <= 1000; i++) {
      const operation = `op_${i}` as OperationId
      const { venueId } = await venues.insert(venue, operation)
      const { eventId } = await events.insert(draft(), operation)
      assert.deepEqual([venueId, eventId], [i, i], asked)
    }
  }
})
