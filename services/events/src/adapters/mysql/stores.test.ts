import { fromJson } from '@bufbuild/protobuf'
import type { OutboxPayload } from '@usher/bus/mysql/outbox-events'
import { EventUpdatedSchema } from '@usher/contracts'
import { realServer } from '@usher/testing'
import { eventStoreContract } from '../../ports/event-store.contract.ts'
import { organizerStoreContract } from '../../ports/organizer-store.contract.ts'
import { scannerStoreContract } from '../../ports/scanner-store.contract.ts'
import { venueStoreContract } from '../../ports/venue-store.contract.ts'
import type { EventsDatabase } from './events-database.ts'
import { openStores } from './open-stores.fixture.ts'
import type { Mysql } from '@usher/stores/mysql/open-mysql'

for (const [name, setting] of [
  ['MySQL', 'USHER_MYSQL_URL'],
  ['MariaDB', 'USHER_MARIADB_URL'],
] as const) {
  const { address, options } = realServer(setting)
  const open = () => openStores(address)

  organizerStoreContract(name, open, options)
  scannerStoreContract(name, open, options)
  venueStoreContract(name, open, options)
  eventStoreContract(
    name,
    async () => {
      const { mysql, ...opened } = await open()
      return { ...opened, published: () => publishedIn(mysql) }
    },
    options,
  )
}

/** The messages of event.created, then those of event.updated. */
async function publishedIn({ db }: Mysql<EventsDatabase>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('outbox_events')
    .selectAll()
    .orderBy('event_type')
    .orderBy('id')
    .execute()
  return rows.map(({ event_type: topic, payload }) => {
    const stored = typeof payload === 'string' ? JSON.parse(payload) : payload
    // Both topics carry the same fields.
    const { event } = fromJson(EventUpdatedSchema, (stored as OutboxPayload).data)
    return `${topic} ${event?.eventId} v${event?.version}`
  })
}
