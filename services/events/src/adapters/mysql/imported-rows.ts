import { outboxMessage, topics } from '@usher/bus'
import { outboxRow } from '@usher/bus/mysql/outbox-events'
import type { Clock, Random } from '@usher/kernel'
import {
  everyRow,
  type PlacedRecord,
  placedRecord,
  type Table,
  type Tables,
  withoutPlace,
} from '@usher/stores'
import { numberFrom } from '@usher/stores/mysql/fill-database'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { eventMessage } from '../../event-message.ts'
import { creationsTable } from '../tables/creations.ts'
import { eventFromRow, type EventRow, eventsTable } from '../tables/event-row.ts'
import { pendingSalesTable } from '../tables/event-store.ts'
import { organizersTable } from '../tables/organizer-store.ts'
import { scannersTable } from '../tables/scanner-store.ts'
import { sequencesTable } from '../tables/sequences.ts'
import { venuesTable } from '../tables/venue-store.ts'
import { rowFromEvent } from './event-row.ts'
import type { EventsDatabase } from './events-database.ts'

/** What an import must find without a row. */
export const eventsTableNames = [
  'organizers',
  'venues',
  'events',
  'events_scanners',
  'pending_sales',
  'events_creations',
  'outbox_events',
] as const satisfies readonly (keyof EventsDatabase)[]

interface Needs {
  readonly clock: Clock
  readonly random: Random
}

/**
 * Everything that events keeps in the embedded store, as rows of MySQL; with a message for each
 * event, so that search and all others who have never heard of it do.
 */
export async function* eventsRows(needs: Needs, tables: Tables): AsyncGenerator<PlacedRecord> {
  yield* asTheyAre(tables, organizersTable)
  yield* asTheyAre(tables, venuesTable)
  for await (const row of everyRow(tables, eventsTable)) {
    const event = eventOf(tables, row)
    const record = { event_id: row.event_id, ...rowFromEvent(event) }
    yield placedRecord(eventsTable, row, { into: 'events', record })
  }
  for await (const row of everyRow(tables, eventsTable)) {
    const message = outboxMessage(needs, topics.eventUpdated, {
      event: eventMessage(eventOf(tables, row)),
    })
    const record = outboxRow({ aggregateType: 'event', aggregateId: row.event_id }, message)
    yield placedRecord(eventsTable, row, { into: 'outbox_events', record })
  }
  yield* asTheyAre(tables, scannersTable)
  yield* asTheyAre(tables, pendingSalesTable)
  yield* asTheyAre(tables, creationsTable)
}

/** Tables that have the same columns in both stores. */
async function* asTheyAre<Row extends object>(
  tables: Tables,
  table: Table<Row>,
): AsyncGenerator<PlacedRecord> {
  for await (const row of everyRow(tables, table)) {
    yield placedRecord(table, row, { into: table.name, record: row })
  }
}

function eventOf(tables: Tables, row: EventRow) {
  const venue = tables.get(venuesTable, row.venue_id)
  if (!venue) throw withoutPlace(`events ${row.event_id}`, `there is no venue ${row.venue_id}`)
  return eventFromRow(row, row.address ?? venue.address)
}

const numbered: Readonly<Record<string, string>> = {
  organizer: 'organizers',
  venue: 'venues',
  event: 'events',
}

/** Numbers go on behind the last one that was given out, whether or not its row is still there. */
export async function continueNumbers(mysql: Mysql<EventsDatabase>, tables: Tables): Promise<void> {
  for await (const { name, last } of everyRow(tables, sequencesTable)) {
    const table = numbered[name]
    if (!table) throw withoutPlace(`${sequencesTable.name} ${name}`, 'nothing is numbered by it')
    await numberFrom(mysql, { table, next: last + 1 })
  }
}
