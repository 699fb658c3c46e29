import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realServer } from '@usher/testing'
import { type Kysely, sql } from 'kysely'
import { NEVER_MS } from '../../domain/event.ts'
import type { OrganizerId } from '../../domain/venue.ts'
import type { EventQuery } from '../../ports/event-store.ts'
import { DAY_MS, NOW_MS, published } from '../../sample-events.fixture.ts'
import { rowFromEvent } from './event-row.ts'
import type { EventsDatabase } from './events-database.ts'
import { eventsInOrder } from './list-events.ts'
import { openStores } from './open-stores.fixture.ts'

const EVENTS = 10_000
const BATCH = 500
/** A look of `listEvents`. */
const LOOK = 200

const wishes: Readonly<Record<string, Partial<EventQuery>>> = {
  by_date: {},
  by_city: { city: 'City 3' },
  by_category: { category: 'Kind 2' },
  by_organizer: { organizerId: 2 as OrganizerId },
  by_lasting: { lasting: true },
}

for (const [name, setting] of [
  ['MySQL', 'USHER_MYSQL_URL'],
  ['MariaDB', 'USHER_MARIADB_URL'],
] as const) {
  const { address, options } = realServer(setting)

  test(
    `${name}: lists of 10,000 events read an index in its order, and a page of rows`,
    options,
    async (t) => {
      const { mysql, close } = await openStores(address)
      t.after(close)
      for (let from = 0; from < EVENTS; from += BATCH) {
        const rows = Array.from({ length: BATCH }, (_, i) => rowFromEvent(sample(from + i)))
        await mysql.db.insertInto('events').values(rows).execute()
      }
      await sql`ANALYZE TABLE events`.execute(mysql.db)
      for (const [index, wish] of Object.entries(wishes)) {
        for (const eventDateMs of [0, NOW_MS + 40 * DAY_MS]) {
          const after = { eventDateMs, eventId: 7 }
          const query = { ...wish, after, beforeMs: NEVER_MS, limit: LOOK }
          const { plan, rowsRead, found } = await look(mysql.db, query)
          const indexes = index === 'by_date' ? [index, 'idx_events_date'] : [index]
          assert.ok(indexes.includes(plan.key ?? ''), JSON.stringify({ index, plan }))
          assert.doesNotMatch(plan.Extra ?? '', /filesort|temporary/)
          assert.ok(found > 0)
          assert.ok(rowsRead <= LOOK + 1, `${index} reads ${rowsRead} rows for ${found}`)
        }
      }
    },
  )
}

/** What the server plans for a query, and how many rows it then reads. */
function look(db: Kysely<EventsDatabase>, query: EventQuery) {
  return db.connection().execute(async (session) => {
    const events = eventsInOrder(session, query)
    const { sql: text, parameters } = events.compile()
    const explain = { ...events.compile(), sql: `EXPLAIN ${text}`, parameters }
    const [plan] = (await session.executeQuery<Plan>(explain)).rows
    assert.ok(plan)
    const before = await rowsReadBy(session)
    const found = (await events.execute()).length
    return { plan, found, rowsRead: (await rowsReadBy(session)) - before }
  })
}

/** Steps along an index that this session has made. */
async function rowsReadBy(session: Kysely<EventsDatabase>): Promise<number> {
  const { rows } = await sql<{ Value: string }>`
    SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_next', 'Handler_read_prev')
  `.execute(session)
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0)
}

interface Plan {
  readonly key: string | null
  readonly Extra: string | null
}

function sample(i: number) {
  const { details, venue } = published()
  return published({
    organizerId: (1 + (i % 20)) as OrganizerId,
    venue: { ...venue, city: `City ${i % 30}` },
    details: {
      ...details,
      category: `Kind ${i % 10}`,
      eventDateMs: NOW_MS + ((i * 7919) % EVENTS) * 600_000,
      endDateMs: i % 5 === 0 ? NOW_MS + 90 * DAY_MS : null,
    },
  })
}
