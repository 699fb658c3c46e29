import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromBinary } from '@bufbuild/protobuf'
import { openTopicLog, topicLogTable } from '@usher/bus'
import { EventCreatedSchema, EventUpdatedSchema } from '@usher/contracts'
import { memoryTables, openSqliteTables, type Tables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { eventStoreContract } from '../../ports/event-store.contract.ts'
import { organizerStoreContract } from '../../ports/organizer-store.contract.ts'
import { venueStoreContract } from '../../ports/venue-store.contract.ts'
import { tablesEventStore } from './event-store.ts'
import { tablesOrganizerStore } from './organizer-store.ts'
import { tablesVenueStore } from './venue-store.ts'

interface OpenTables {
  readonly tables: Tables
  readonly close: () => Promise<void>
}

async function inMemory(): Promise<OpenTables> {
  const tables = memoryTables()
  return { tables, close: () => tables.close() }
}

async function onSqlite(): Promise<OpenTables> {
  const directory = await mkdtemp(join(tmpdir(), 'usher-events-'))
  const tables = await openSqliteTables({ directory })
  const close = async () => {
    await tables.close()
    await rm(directory, { recursive: true })
  }
  return { tables, close }
}

for (const [where, open] of [
  ['in memory', inMemory],
  ['on SQLite', onSqlite],
] as const) {
  organizerStoreContract(`tablesOrganizerStore ${where}`, async () => {
    const { tables, close } = await open()
    return { organizers: tablesOrganizerStore(tables), close }
  })

  venueStoreContract(`tablesVenueStore ${where}`, async () => {
    const { tables, close } = await open()
    return { venues: tablesVenueStore(tables), close }
  })

  eventStoreContract(`tablesEventStore ${where}`, async () => {
    const { tables, close } = await open()
    const topicLog = await openTopicLog({
      tables,
      clock: manualClock(),
      random: seededRandom(1),
    })
    const events = tablesEventStore({ tables, topicLog })
    return { events, close, published: () => publishedIn(tables) }
  })
}

/** The messages of event.created, then those of event.updated. */
async function publishedIn(tables: Tables): Promise<readonly string[]> {
  const rows = await tables.list(topicLogTable, 'key', { limit: 100 })
  return rows.map(({ topic, body }) => {
    const schema = topic === 'event.created' ? EventCreatedSchema : EventUpdatedSchema
    const { event } = fromBinary(schema, Buffer.from(body, 'base64'))
    return `${topic} ${event?.eventId} v${event?.version}`
  })
}
