import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { create, toBinary } from '@bufbuild/protobuf'
import { topics } from '@usher/bus'
import { type OutgoingRecord, outgoingRecord } from '@usher/bus/kafka/cloud-events'
import { kafkaProducer } from '@usher/bus/kafka/producer'
import { temporaryKafka } from '@usher/bus/kafka/temporary-kafka.fixture'
import { type EventId, systemClock } from '@usher/kernel'
import { startsOf } from '@usher/process/service/service-process.fixture'
import { temporaryDatabase } from '@usher/stores/mysql/temporary-database.fixture'
import { realServer, untilWithin } from '@usher/testing'
import { openMysqlAuditState } from './adapters/mysql/audit-state.ts'
import type { AuditorDatabase } from './adapters/mysql/auditor-database.ts'

const mysqlServer = realServer('USHER_MYSQL_URL')
const kafkaServer = realServer('USHER_KAFKA_BROKERS')
const both = { skip: mysqlServer.options.skip || kafkaServer.options.skip }

const eventId = 987 as EventId
const SALES = 600
const until = untilWithin(120_000)

test(
  'killed with -9 in the middle, twice, the auditor has counted each place once',
  both,
  async (t) => {
    const { start, send, state, places, holdUpAt } = await open(t)
    await send(0, SALES)
    for (const [some, beyond] of [
      [60, 180],
      [240, 360],
    ] as const) {
      // However late the kill comes: it has not followed everything.
      const heldUp = await holdUpAt(beyond)
      const following = await start()
      await until(async () => (await places()) > 2 * some)
      await following.kill()
      assert.ok((await places()) <= 2 * beyond)
      await heldUp.rollback().execute()
    }
    // What a relay was not told of it sends again; the last sale says when all was heard.
    await send(SALES / 2, SALES)
    await send(SALES, SALES + 1)
    await start()
    await until(async () => (await places()) > 2 * SALES)
    await until(async () => (await state.seat(eventId, `A${SALES}`))?.steps.length === 1)
    assert.equal(await places(), 2 * (SALES + 1))
    assert.deepEqual(await state.findings({ eventId: undefined, after: '', limit: 10 }), [])
  },
)

async function open(t: TestContext) {
  const database = await temporaryDatabase<AuditorDatabase>(mysqlServer.address)
  const { kafka, variables, close } = await temporaryKafka(kafkaServer.address)
  const state = await openMysqlAuditState(database.mysql)
  const producer = kafkaProducer(kafka)
  // Nobody answers at the other services' addresses: who cannot be asked is not accused.
  const settings = {
    USHER_MYSQL_URL: database.url,
    USHER_MYSQL_TIMEOUT: '30s',
    ...variables,
  }
  const { start, killAll } = startsOf(join(import.meta.dirname, 'main.ts'), settings)
  t.after(async () => {
    await killAll()
    await producer.close()
    await close()
    await database.close()
  })
  return {
    state,
    start,
    send: async (from: number, to: number) => {
      const numbers = Array.from({ length: to - from }, (_, index) => from + index)
      await producer.send(numbers.flatMap((number) => [seatBooked(number), sale(number)]))
    },
    places: async () => (await state.places(eventId))['Floor'] ?? 0,
    /** Whoever counts the places of this sale waits for us to roll back. */
    holdUpAt: async (number: number) => {
      const held = await database.mysql.db.startTransaction().execute()
      const counted = { count_id: `bk_${number}`, event_id: eventId }
      await held.insertInto('auditor_counted').values(counted).execute()
      return held
    },
  }
}

function sale(number: number): OutgoingRecord {
  const { name: topic, source, schema } = topics.bookingConfirmed
  const bookingId = `bk_${number}`
  const parts = { bookingId, bookingReference: `BK-${number}`, eventId, areas: { Floor: 2 } }
  const body = toBinary(schema, create(schema, parts))
  return outgoingRecord({ topic, source, id: `msg_${number}`, key: bookingId, timeMs, body })
}

function seatBooked(number: number): OutgoingRecord {
  const { name: topic, source, schema } = topics.seatStatusChanged
  const ids = { reservationId: `rsv_${number}`, bookingId: `bk_${number}` }
  const step = { oldStatus: 'AVAILABLE', newStatus: 'BOOKED', version: 1 }
  const message = create(schema, { eventId, seatNumber: `A${number}`, ...step, ...ids })
  const body = toBinary(schema, message)
  const key = topics.seatStatusChanged.keyOf(message)
  return outgoingRecord({ topic, source, id: `seats/${key}/1`, key, timeMs, body })
}

const timeMs = systemClock.nowMs()
