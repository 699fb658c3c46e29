import { fromBinary } from '@bufbuild/protobuf'
import { openTopicLog, topicLogTable } from '@usher/bus'
import { EventCreatedSchema, EventUpdatedSchema } from '@usher/contracts'
import type { Tables } from '@usher/stores'
import { manualClock, seededRandom, temporaryTables } from '@usher/testing'
import { eventStoreContract } from '../../ports/event-store.contract.ts'
import { organizerStoreContract } from '../../ports/organizer-store.contract.ts'
import { scannerStoreContract } from '../../ports/scanner-store.contract.ts'
import { venueStoreContract } from '../../ports/venue-store.contract.ts'
import { tablesEventStore } from './event-store.ts'
import { tablesOrganizerStore } from './organizer-store.ts'
import { tablesScannerStore } from './scanner-store.ts'
import { tablesVenueStore } from './venue-store.ts'

for (const [where, open] of Object.entries(temporaryTables)) {
  organizerStoreContract(where, async () => {
    const { tables, close } = await open()
    return { organizers: tablesOrganizerStore(tables), close }
  })

  scannerStoreContract(where, async () => {
    const { tables, close } = await open()
    return { scanners: tablesScannerStore(tables), close }
  })

  venueStoreContract(where, async () => {
    const { tables, close } = await open()
    return { venues: tablesVenueStore(tables), close }
  })

  eventStoreContract(where, async () => {
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
