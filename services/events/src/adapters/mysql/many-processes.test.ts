import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { OperationId, UserId } from '@usher/kernel'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { temporaryDatabase } from '@usher/stores/mysql/temporary-database.fixture'
import { manualClock, realServer, seededRandom } from '@usher/testing'
import { newVenue, type OrganizerId } from '../../domain/venue.ts'
import { draft, NOW_MS, venueInput } from '../../sample-events.fixture.ts'
import type { EventsDatabase } from './events-database.ts'
import { openMysqlEventsStores } from './open-mysql-stores.ts'

const PROCESSES = 3
const CALLS = 24

for (const [name, setting] of [
  ['MySQL', 'USHER_MYSQL_URL'],
  ['MariaDB', 'USHER_MARIADB_URL'],
] as const) {
  const { address, options } = realServer(setting)

  test(`${name}: an operation that many processes repeat makes one of each`, options, async (t) => {
    const { opened, rowsOf } = await open(t, address)
    const operation = 'op  ' as OperationId
    const venue = newVenue(venueInput, { organizerId: 1 as OrganizerId, nowMs: NOW_MS })
    const made = await many(opened, async ({ events, venues, organizers, scanners }) => {
      const { eventId } = await events.insert(draft(), operation)
      const { venueId } = await venues.insert(venue, operation)
      const owner = { ownerUserId: 'ana' as UserId, name: 'Ana', createdAtMs: 5 }
      const { organizerId } = await organizers.insert(owner)
      await scanners.insert({ organizerId, userId: 'ben' as UserId, addedAtMs: 5 })
      return [eventId, venueId, organizerId].join(' ')
    })
    assert.equal(new Set(made).size, 1)
    for (const table of ['events', 'venues', 'organizers', 'events_scanners'] as const) {
      assert.equal(await rowsOf(table), 1, table)
    }
    assert.equal(await rowsOf('outbox_events'), 1)
    const other = await opened[0]?.events.insert(draft(), operation.trim() as OperationId)
    assert.equal(await rowsOf('events'), 2)
    assert.equal(other?.version, 1)
  })

  test(
    `${name}: of changes by many processes each version is made once, in the order told`,
    options,
    async (t) => {
      const { opened, mysql } = await open(t, address)
      const event = await opened[0]?.events.insert(draft(), null)
      assert.ok(event)
      const outcomes = await many(opened, async ({ events }, i) => {
        const current = await events.get(event.eventId)
        assert.ok(current)
        const counts = { ...current.counts, totalSeats: 100, availableSeats: i }
        await events.recordCounts(event.eventId, counts, { toldAtMs: i })
        const next = { ...current, version: current.version + 1 }
        return events.replace(next, { configureSale: true }).then(
          () => 'won',
          (error: { code?: string }) => error.code,
        )
      })
      const won = outcomes.filter((outcome) => outcome === 'won').length
      assert.equal(outcomes.filter((outcome) => outcome === 'stale_version').length, CALLS - won)
      assert.equal((await opened[0]?.events.get(event.eventId))?.version, 1 + won)
      const rows = await mysql.db.selectFrom('outbox_events').selectAll().orderBy('id').execute()
      assert.equal(rows.length, 1 + CALLS + won)
      const versions = rows.map(({ payload }) => versionIn(payload))
      assert.deepEqual(
        versions,
        versions.toSorted((a, b) => a - b),
      )
    },
  )
}

type Opened = Awaited<ReturnType<typeof openMysqlEventsStores>>

async function open(t: TestContext, address: string) {
  const { mysql, url, close } = await temporaryDatabase<EventsDatabase>(address)
  const all = [
    mysql,
    ...Array.from({ length: PROCESSES - 1 }, () =>
      openMysql<EventsDatabase>({ url, poolSize: 8, timeoutMs: 30_000 }),
    ),
  ]
  t.after(async () => {
    for (const other of all.slice(1)) await other.close()
    await close()
  })
  const needs = { clock: manualClock(NOW_MS), random: seededRandom(1), ready: () => true }
  const opened = await Promise.all(all.map((each) => openMysqlEventsStores(each, needs)))
  const rowsOf = async (table: keyof EventsDatabase) =>
    (await mysql.db.selectFrom(table).selectAll().execute()).length
  return { opened, mysql, rowsOf }
}

function many<Value>(
  opened: readonly Opened[],
  call: (stores: Opened, i: number) => Promise<Value>,
): Promise<readonly Value[]> {
  const calls = Array.from({ length: CALLS }, (_, i) => {
    const stores = opened[i % opened.length]
    assert.ok(stores)
    return call(stores, i)
  })
  return Promise.all(calls)
}

function versionIn(payload: unknown): number {
  const { data } = (typeof payload === 'string' ? JSON.parse(payload) : payload) as {
    data: { event: { version: number } }
  }
  return data.event.version
}
