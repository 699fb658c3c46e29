import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventId } from '@usher/kernel'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { manualClock, ownServer, realServer, seededRandom, untilWithin } from '@usher/testing'
import type { Event } from '../../domain/event.ts'
import type { EventStore } from '../../ports/event-store.ts'
import { draft, NOW_MS } from '../../sample-events.fixture.ts'
import type { EventsDatabase } from './events-database.ts'
import { openMysqlEventsStores } from './open-mysql-stores.ts'

const { options } = realServer('USHER_MYSQL_URL')
const unavailable = { kind: 'unavailable', code: 'mysql_unavailable' }
const WRITERS = 8
const until = untilWithin(60_000)

test('a killed MySQL loses no event and no message, and is used again', options, async (t) => {
  const server = await ownServer('mysql', 'USHER_MYSQL_URL')
  t.after(() => server.close())
  const mysql = openMysql<EventsDatabase>({ url: server.address, poolSize: 8, timeoutMs: 30_000 })
  t.after(() => mysql.close())
  const needs = { clock: manualClock(NOW_MS), random: seededRandom(1), ready: () => true }
  const { events } = await openMysqlEventsStores(mysql, needs)
  const written: Event[] = []
  const writing = Array.from({ length: WRITERS }, () => writeUntilRefused(events, written))
  await until(() => written.length > WRITERS)
  await server.kill()

  await Promise.all(writing)
  await assert.rejects(events.get(1 as EventId), unavailable)
  await assert.rejects(events.insert(draft(), null), unavailable)
  await server.start()

  const told = await messagesOf(mysql)
  for (const event of written) {
    assert.deepEqual(await events.get(event.eventId), event)
    assert.deepEqual(told.get(event.eventId), ['event.created', 'event.updated'])
  }
  const next = await events.insert(draft(), null)
  const numbers = [...told.keys()]
  assert.ok(numbers.every((number) => number < next.eventId))
  // What was not acknowledged is there with its message, or not at all.
  const rows = await mysql.db.selectFrom('events').select('event_id').execute()
  assert.deepEqual(new Set(rows.map((row) => row.event_id)), new Set([...numbers, next.eventId]))
})

/** Makes events and changes each; notes those whose change was acknowledged. */
async function writeUntilRefused(events: EventStore, written: Event[]): Promise<void> {
  try {
    for (;;) {
      const next = { ...(await events.insert(draft(), null)), version: 2 }
      await events.replace(next, { configureSale: true })
      written.push(next)
    }
  } catch (error) {
    assert.equal((error as { code?: string }).code, unavailable.code)
  }
}

async function messagesOf({ db }: { db: ReturnType<typeof openMysql<EventsDatabase>>['db'] }) {
  const found = new Map<number, string[]>()
  const rows = await db.selectFrom('outbox_events').selectAll().orderBy('id').execute()
  for (const { aggregate_id: id, event_type: type } of rows) {
    found.set(id, [...(found.get(id) ?? []), type])
  }
  return found
}
