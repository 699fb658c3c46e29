import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { create } from '@bufbuild/protobuf'
import { SeatStatusChangedSchema } from '@usher/contracts'
import { memoryTables, openSqliteTables, put, reliableDisk, type Tables } from '@usher/stores'
import { type ManualClock, manualClock, seededRandom } from '@usher/testing'
import { ATTEMPTS_MAX, type DeliveryFailure } from '../event-bus.ts'
import { eventBusContract, type OpenBus } from '../event-bus.contract.ts'
import type { LogRecord } from '../log-source.ts'
import { topics } from '../topics.ts'
import { tablesEventBus } from './event-bus.ts'
import { RETAIN_MS } from './prune-topic-log.ts'
import { openTopicLog, type TopicLogRow, topicLogTable } from './topic-log.ts'

eventBusContract('tablesEventBus in memory', async () => {
  const disk = reliableDisk()
  return openBus(async () => memoryTables(disk), manualClock())
})

eventBusContract('tablesEventBus on SQLite', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'usher-bus-'))
  const opened = await openBus(() => openSqliteTables({ directory }), manualClock())
  return removing(opened, directory)
})

function removing(opened: OpenBus, directory: string): OpenBus {
  return {
    ...opened,
    restart: async () => removing(await opened.restart(), directory),
    close: async () => {
      await opened.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function openBus(openTables: () => Promise<Tables>, clock: ManualClock): Promise<OpenBus> {
  const tables = await openTables()
  const needs = { tables, clock, random: seededRandom(clock.monotonicMs()) }
  const log = await openTopicLog(needs)
  const bus = tablesEventBus({ ...needs, log })
  let closing: Promise<void> | undefined
  const close = () => (closing ??= bus.close().then(() => tables.close()))
  return {
    bus,
    clock,
    async publish(...bookingIds) {
      for (const bookingId of bookingIds) {
        await tables.commit([log.record(topics.bookingConfirmed, { bookingId })])
      }
    },
    async restart() {
      await close()
      return openBus(openTables, clock)
    },
    close,
  }
}

async function openInMemory(disk = reliableDisk(), clock = manualClock()) {
  const tables = memoryTables(disk)
  const needs = { tables, clock, random: seededRandom(1) }
  return { ...needs, disk, log: await openTopicLog(needs) }
}

/** Time passes for those who have yet to go to sleep, too. */
async function passTime(clock: ManualClock, ms: number): Promise<void> {
  await clock.advance(0)
  await clock.advance(ms)
}

test('a message is there exactly when the state it tells of is', async () => {
  const { tables, log, disk } = await openInMemory()
  await tables.commit([log.record(topics.bookingConfirmed, { bookingId: 'a' })])
  log.record(topics.bookingConfirmed, { bookingId: 'never committed' })
  await tables.commit([log.record(topics.bookingConfirmed, { bookingId: 'b' })])
  const { tables: reopened } = await openInMemory(disk)
  const rows = await reopened.list(topicLogTable, 'key', { limit: 10 })
  assert.deepEqual(
    rows.map(({ offset, message_key }) => [offset, message_key]),
    [
      [1, 'a'],
      [3, 'b'],
    ],
  )
})

test('a message that was recorded and never committed holds up nobody', async () => {
  const opened = await openInMemory()
  const seen: string[] = []
  tablesEventBus(opened).subscribe({
    topic: topics.bookingConfirmed,
    group: 'g',
    handle: async ({ bookingId }) => void seen.push(bookingId),
  })
  opened.log.record(topics.bookingConfirmed, { bookingId: 'never committed' })
  await opened.tables.commit([opened.log.record(topics.bookingConfirmed, { bookingId: 'b' })])
  await passTime(opened.clock, 100)
  assert.deepEqual(seen, ['b'])
})

test('offsets continue after a restart and after everything old was pruned', async () => {
  const clock = manualClock()
  const { tables, log, disk, random } = await openInMemory(reliableDisk(), clock)
  for (const bookingId of ['a', 'b', 'c']) {
    await tables.commit([log.record(topics.bookingConfirmed, { bookingId })])
  }
  const bus = tablesEventBus({ tables, log, clock, random })
  await clock.advance(RETAIN_MS + 1)
  await bus.jobs[0]?.run()
  const kept = await tables.list(topicLogTable, 'key', { limit: 10 })
  assert.deepEqual(
    kept.map(({ offset }) => offset),
    [3],
  )
  const { log: reopened } = await openInMemory(disk)
  assert.equal(reopened.head(topics.bookingConfirmed), 3)
})

test('one run prunes many batches', async () => {
  const opened = await openInMemory()
  const { tables, log, clock } = opened
  const record = () => log.record(topics.bookingConfirmed, { bookingId: 'a' })
  await tables.commit(Array.from({ length: 2500 }, record))
  await clock.advance(RETAIN_MS + 1)
  await tablesEventBus(opened).jobs[0]?.run()
  assert.equal((await tables.list(topicLogTable, 'key', { limit: 10 })).length, 1)
})

async function changeEvents(opened: Awaited<ReturnType<typeof openInMemory>>, ids: number[]) {
  for (const eventId of ids) {
    await opened.tables.commit([opened.log.record(topics.eventUpdated, { event: { eventId } })])
  }
}

async function keptOffsets({ tables }: { tables: Tables }): Promise<number[]> {
  const rows = await tables.list(topicLogTable, 'key', { limit: 10_000 })
  return rows.map(({ offset }) => offset)
}

test('of an old event the newest message stays for ever, and only that', async () => {
  const opened = await openInMemory()
  const bus = tablesEventBus(opened)
  await changeEvents(opened, [1, 2, 1, 3, 2])
  await bus.jobs[0]?.run()
  assert.deepEqual(await keptOffsets(opened), [1, 2, 3, 4, 5])
  await opened.clock.advance(RETAIN_MS + 1)
  await changeEvents(opened, [3])
  await bus.jobs[0]?.run()
  assert.deepEqual(await keptOffsets(opened), [3, 4, 5, 6])
  await opened.clock.advance(50 * RETAIN_MS)
  await bus.jobs[0]?.run()
  assert.deepEqual(await keptOffsets(opened), [3, 5, 6])
  await changeEvents(opened, [1])
  await opened.clock.advance(RETAIN_MS + 1)
  await tablesEventBus(opened).jobs[0]?.run()
  assert.deepEqual(await keptOffsets(opened), [5, 6, 7])
})

test('compaction does a bounded amount of work in a run, and goes on in the next', async () => {
  const opened = await openInMemory()
  const change = () => opened.log.record(topics.eventUpdated, { event: { eventId: 1 } })
  await opened.tables.commit(Array.from({ length: 6000 }, change))
  await opened.clock.advance(RETAIN_MS + 1)
  const bus = tablesEventBus(opened)
  await bus.jobs[0]?.run()
  assert.equal((await keptOffsets(opened)).length, 1001)
  await bus.jobs[0]?.run()
  assert.deepEqual(await keptOffsets(opened), [6000])
})

test('a group that has not handled a message keeps it from being compacted', async () => {
  const opened = await openInMemory()
  const bus = tablesEventBus(opened)
  const { promise: never } = Promise.withResolvers<void>()
  bus.subscribe({ topic: topics.eventUpdated, group: 'g', handle: () => never })
  await changeEvents(opened, [1, 1, 1])
  await opened.clock.advance(RETAIN_MS + 1)
  await bus.jobs[0]?.run()
  assert.deepEqual(await keptOffsets(opened), [1, 2, 3])
})

test('a replay goes over gaps and over what cannot be decoded, and reports it', async () => {
  const failures: DeliveryFailure[] = []
  const opened = await openInMemory()
  await changeEvents(opened, [1])
  opened.log.record(topics.eventUpdated, { event: { eventId: 9 } })
  const broken = opened.log.record(topics.eventUpdated, { event: { eventId: 2 } })
  const row = broken.row as TopicLogRow
  await opened.tables.commit([put(topicLogTable, { ...row, body: '/////w==' })])
  await changeEvents(opened, [3])
  const bus = tablesEventBus({ ...opened, onFailure: (failure) => failures.push(failure) })
  const seen: (number | undefined)[] = []
  await bus.replay(topics.eventUpdated, async ({ event }) => void seen.push(event?.eventId))
  assert.deepEqual(seen, [1, 3])
  assert.deepEqual(
    failures.map(({ topic, id }) => [topic, id]),
    [['event.updated', row.message_id]],
  )
})

test('what a group has not handled is not pruned, however old it is', async () => {
  const opened = await openInMemory()
  const { tables, log, clock } = opened
  const bus = tablesEventBus(opened)
  let broken = true
  const seen: string[] = []
  bus.subscribe({
    topic: topics.bookingConfirmed,
    group: 'g',
    handle: async ({ bookingId }) => {
      if (broken) await new Promise((resolve) => clock.schedule(2 * RETAIN_MS, () => resolve(0)))
      broken = false
      seen.push(bookingId)
    },
  })
  for (const bookingId of ['a', 'b', 'c']) {
    await tables.commit([log.record(topics.bookingConfirmed, { bookingId })])
  }
  await clock.advance(RETAIN_MS + 1000)
  await bus.jobs[0]?.run()
  assert.equal((await tables.list(topicLogTable, 'key', { limit: 10 })).length, 3)
  await clock.advance(2 * RETAIN_MS)
  assert.deepEqual(seen, ['a', 'b', 'c'])
  await bus.jobs[0]?.run()
  assert.equal((await tables.list(topicLogTable, 'key', { limit: 10 })).length, 1)
})

test('a body that cannot be decoded becomes a dead letter and stops nobody', async () => {
  const failures: DeliveryFailure[] = []
  const opened = await openInMemory()
  const { tables, log, clock } = opened
  const broken = log.record(topics.bookingConfirmed, { bookingId: 'a' })
  const row = broken.row as TopicLogRow
  await tables.commit([put(topicLogTable, { ...row, body: '/////w==' })])
  await tables.commit([log.record(topics.bookingConfirmed, { bookingId: 'b' })])
  const seen: string[] = []
  const bus = tablesEventBus({ ...opened, onFailure: (failure) => failures.push(failure) })
  bus.subscribe({
    topic: topics.bookingConfirmed,
    group: 'g',
    handle: async ({ bookingId }) => void seen.push(bookingId),
  })
  await passTime(clock, 100_000)
  assert.deepEqual(seen, ['b'])
  assert.deepEqual(
    failures.map(({ attempts, dead }) => [attempts, dead]),
    [1, 2, 3, 4, 5].map((attempt) => [attempt, attempt === ATTEMPTS_MAX]),
  )
  assert.equal(tables.get(topicLogTable, 'booking.confirmed.dlq', 1)?.body, '/////w==')
})

test('a consumer that asks for it handles messages of other keys together, those of one in order', async () => {
  const opened = await openInMemory()
  const log: string[] = []
  tablesEventBus(opened).subscribe({
    topic: topics.eventUpdated,
    group: 'g',
    atOnce: 3,
    async handle({ event }) {
      const said = `${event?.eventId}.${event?.version}`
      log.push(`${said} begins`)
      await opened.clock.sleep(1000)
      log.push(`${said} ends`)
    },
  })
  const said = [1.1, 2.1, 1.2, 3.1, 4.1, 5.1].map((each) => String(each).split('.').map(Number))
  for (const [eventId = 0, version = 0] of said) {
    const message = { event: { eventId, version } }
    await opened.tables.commit([opened.log.record(topics.eventUpdated, message)])
  }
  for (let i = 0; i < 5; i++) await passTime(opened.clock, 1000)
  const both = (verb: string, ...all: readonly string[]) => all.map((each) => `${each} ${verb}`)
  assert.deepEqual(log, [
    ...both('begins', '1.1', '2.1'),
    ...both('ends', '1.1', '2.1'),
    ...both('begins', '1.2', '3.1', '4.1'),
    ...both('ends', '1.2', '3.1', '4.1'),
    ...both('begins', '5.1'),
    ...both('ends', '5.1'),
  ])
})

test('of messages handled together one that fails stays, with those of its key, and alone', async () => {
  const opened = await openInMemory()
  const done: string[] = []
  let fails = true
  const subscription = tablesEventBus({ ...opened, onFailure: () => undefined }).subscribe({
    topic: topics.bookingConfirmed,
    group: 'g',
    atOnce: 10,
    async handle({ bookingId, userId }) {
      if (bookingId === 'b' && fails) throw new Error('not now')
      done.push(`${bookingId}${userId}`)
    },
  })
  for (const [bookingId = '', userId = ''] of ['a1', 'b1', 'c1', 'b2', 'a2']) {
    const message = { bookingId, userId }
    await opened.tables.commit([opened.log.record(topics.bookingConfirmed, message)])
  }
  await passTime(opened.clock, 500)
  assert.deepEqual(done, ['a1', 'c1', 'a2'])
  fails = false
  await passTime(opened.clock, 5000)
  assert.deepEqual(done, ['a1', 'c1', 'a2', 'b1', 'b2'])
  await subscription.close()
})

test('nothing is handled before it is durable', async () => {
  let durable = () => {}
  const disk = reliableDisk()
  let slow = false
  const opened = await openInMemory({
    durable: disk.durable,
    append: async (changes) => {
      if (slow) await new Promise<void>((resolve) => (durable = resolve))
      await disk.append(changes)
    },
  })
  const seen: string[] = []
  tablesEventBus(opened).subscribe({
    topic: topics.bookingConfirmed,
    group: 'g',
    handle: async ({ bookingId }) => void seen.push(bookingId),
  })
  slow = true
  void opened.tables.commit([opened.log.record(topics.bookingConfirmed, { bookingId: 'a' })])
  await opened.clock.advance(500)
  assert.deepEqual(seen, [])
  slow = false
  durable()
  await opened.clock.advance(500)
  assert.deepEqual(seen, ['a'])
})

test('a log kept elsewhere serves a topic, and is read only for subscribers', async () => {
  const opened = await openInMemory()
  const reads: number[] = []
  const record = (offset: number, seatNumber: string): LogRecord => ({
    offset,
    id: `${offset}.${seatNumber}`,
    key: `7#${seatNumber}`,
    timeMs: 1,
    message: create(SeatStatusChangedSchema, { eventId: 7, seatNumber }),
  })
  const journal = [record(5, 'A1'), record(5, 'A2'), record(9, 'A1')]
  const source = {
    read: async (after: number, limit: number) => {
      reads.push(after)
      return journal.filter(({ offset }) => offset > after).slice(0, limit)
    },
  }
  const mounted = [{ topic: topics.seatStatusChanged, source }]
  const bus = tablesEventBus({ ...opened, mounted })
  await opened.clock.advance(5000)
  assert.deepEqual(reads, [])
  const seen: string[] = []
  bus.subscribe({
    topic: topics.seatStatusChanged,
    group: 'g',
    handle: async ({ seatNumber }) => void seen.push(seatNumber),
  })
  await opened.clock.advance(10)
  assert.deepEqual(seen, ['A1', 'A2', 'A1'])
  journal.push(record(12, 'A2'))
  await opened.clock.advance(1100)
  assert.deepEqual(seen, ['A1', 'A2', 'A1', 'A2'])
  assert.equal(reads.at(-1), 12)
})
