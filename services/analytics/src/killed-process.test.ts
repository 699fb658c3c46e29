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
import type { AnalyticsDatabase } from './adapters/mysql/analytics-database.ts'
import { openMysqlSalesFigures } from './adapters/mysql/sales-figures.ts'
import { type Figures, noFigures } from './domain/figures.ts'

const mysqlServer = realServer('USHER_MYSQL_URL')
const kafkaServer = realServer('USHER_KAFKA_BROKERS')
const both = { skip: mysqlServer.options.skip || kafkaServer.options.skip }

const eventId = 987 as EventId
const SALES = 1000
const until = untilWithin(120_000)

test(
  'killed with -9 in the middle, twice, analytics has counted each sale once',
  both,
  async (t) => {
    const { start, send, counted, holdUpAt } = await open(t)
    await send(0, SALES)
    for (const [some, beyond] of [
      [100, 300],
      [400, 600],
    ] as const) {
      // However late the kill comes: it has not counted everything.
      const heldUp = await holdUpAt(beyond)
      const counting = await start()
      await until(async () => (await counted('EUR')).bookings > some)
      await counting.kill()
      assert.ok((await counted('EUR')).bookings <= beyond)
      await heldUp.rollback().execute()
    }
    // What a relay was not told of it sends again; the last sale says when all was heard.
    await send(SALES / 2, SALES)
    await send(SALES, SALES + 1)
    await start()
    await until(async () => (await counted('EUR')).bookings > SALES)
    const sales = SALES + 1
    const money = { bookings: sales, capturedMinor: sales * 5000 }
    assert.deepEqual(await counted('EUR'), { ...noFigures, ...money })
    assert.deepEqual(await counted('', 'Floor'), { ...noFigures, booked: sales * 2 })
  },
)

async function open(t: TestContext) {
  const database = await temporaryDatabase<AnalyticsDatabase>(mysqlServer.address)
  const { kafka, variables, close } = await temporaryKafka(kafkaServer.address)
  const figures = await openMysqlSalesFigures(database.mysql)
  const producer = kafkaProducer(kafka)
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
    start,
    send: (from: number, to: number) =>
      producer.send(Array.from({ length: to - from }, (_, index) => sale(from + index))),
    counted: async (currency: string, section = ''): Promise<Figures> => {
      const totals = await figures.totals(eventId)
      const own = totals.find((each) => each.currency === currency && each.section === section)
      return own?.figures ?? noFigures
    },
    /** Whoever counts this sale waits for us to roll back. */
    holdUpAt: async (number: number) => {
      const held = await database.mysql.db.startTransaction().execute()
      const message = { consumer: 'analytics_booking_confirmed', message_id: `msg_${number}` }
      await held
        .insertInto('analytics_messages')
        .values({ ...message, minute_ms: 0 })
        .execute()
      return held
    },
  }
}

/** A booking of two places. */
function sale(number: number): OutgoingRecord {
  const { name: topic, source, schema } = topics.bookingConfirmed
  const confirmedAtMs = BigInt(systemClock.nowMs())
  const places = { areas: { Floor: 2 }, currency: 'EUR', totalMinor: 5000n }
  const message = create(schema, { bookingId: `bk_${number}`, eventId, confirmedAtMs, ...places })
  const timeMs = Number(confirmedAtMs)
  const id = `msg_${number}`
  return outgoingRecord({ topic, source, id, key: id, timeMs, body: toBinary(schema, message) })
}
