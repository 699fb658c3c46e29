import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { type Clock, DomainError, systemClock, systemRandom } from '@usher/kernel'
import { unavailableWhenLost } from '@usher/stores/mysql/mysql-errors'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { ownServer, realServer, untilWithin } from '@usher/testing'
import { sql } from 'kysely'
import type { DeliveryFailure } from '../event-bus.ts'
import { topics } from '../topics.ts'
import { kafkaDeadLetters } from './dead-letters.ts'
import { kafkaEventBus } from './event-bus.ts'
import type { ConsumerLag } from './kafka-subscription.ts'
import { kafkaProducer } from './producer.ts'
import { sampleRecord } from './sample-records.fixture.ts'
import { temporaryKafka } from './temporary-kafka.fixture.ts'

const kafkaServer = realServer('USHER_KAFKA_BROKERS')
const mysqlServer = realServer('USHER_MYSQL_URL')
const both = { skip: kafkaServer.options.skip || mysqlServer.options.skip }

/** A member that is not heard of for 15 seconds of the broker's time is put out of its group. */
const AWAY_MS = 18_000
/** Of the bus' time: far longer than five attempts take. */
const HASTE = 8
const until = untilWithin(60_000, 50)
const topic = topics.bookingConfirmed

test(
  'a store that is away longer than all attempts costs no message, no order and no membership',
  both,
  async (t) => {
    const { server, producer, letters, bus, stored, failures, lags } = await open(t)
    await producer.send([0, 1, 2].map((value) => sampleRecord('bk_1', value)))
    await until(async () => (await stored()).length === 3)
    await server.kill()
    await producer.send([3, 4, 5].map((value) => sampleRecord('bk_1', value)))
    await until(async () => bus.isHeldBack)
    const lagBefore = lags.length
    await systemClock.sleep(AWAY_MS)
    assert.ok(bus.isConnected && bus.isHeldBack)
    const lag = lags.slice(lagBefore).at(-1)
    assert.ok(lag?.isHeldBack && lag.messages >= 3)
    assert.deepEqual(await letters.list({ topic }), [])
    await server.start()
    await until(async () => (await stored().catch(() => [])).length === 6)
    assert.deepEqual(await stored(), ['0', '1', '2', '3', '4', '5'])
    await until(async () => !bus.isHeldBack)
    // Nothing but the store has failed: no session was broken, no letter was written.
    assert.deepEqual(new Set(failures.map(({ dead }) => dead)), new Set([false]))
    const sentAway = ['msg_bk_1_3', 'msg_bk_1_4', 'msg_bk_1_5']
    const others = failures.filter((each) => !sentAway.includes(each.id) && !isLate(each))
    assert.deepEqual(others, [])
    assert.deepEqual(await letters.list({ topic }), [])
  },
)

async function open(t: TestContext) {
  const server = await ownServer('mysql', 'USHER_MYSQL_URL')
  const mysql = openMysql<unknown>({ url: server.address, poolSize: 2, timeoutMs: 30_000 })
  const temporary = await temporaryKafka(kafkaServer.address)
  const { kafka } = temporary
  const producer = kafkaProducer(kafka)
  const failures: DeliveryFailure[] = []
  const lags: ConsumerLag[] = []
  const onFailure = (failure: DeliveryFailure) => void failures.push(failure)
  const onLag = (lag: ConsumerLag) => void lags.push(lag)
  const needs = { kafka, producer, clock: hasty(systemClock), random: systemRandom }
  const bus = kafkaEventBus({ ...needs, onFailure, onLag })
  t.after(async () => {
    await bus.close()
    await producer.close()
    await temporary.close()
    await mysql.close()
    await server.close()
  })
  // What was stored though nobody was told so is stored once.
  await sql`CREATE TABLE kept
    (number BIGINT AUTO_INCREMENT PRIMARY KEY, reference VARCHAR(9) UNIQUE)`.execute(mysql.db)
  bus.subscribe({
    topic,
    group: 'g',
    async handle({ bookingReference }) {
      const insert = sql`INSERT IGNORE INTO kept (reference) VALUES (${bookingReference})`
      await unavailableWhenLost(() => insert.execute(mysql.db))
    },
  })
  const stored = async () => {
    const all = sql<{ reference: string }>`SELECT reference FROM kept ORDER BY number`
    return (await all.execute(mysql.db)).rows.map(({ reference }) => reference)
  }
  const letters = kafkaDeadLetters({ kafka, producer })
  return { server, producer, letters, bus, stored, failures, lags }
}

/** A broker that takes its time has less of it by the bus' clock, and breaks no session. */
function isLate({ error }: DeliveryFailure): boolean {
  return error instanceof DomainError && error.message === 'Kafka does not answer'
}

/** The bus' clock, which goes faster than the servers' and the client's own. */
function hasty(clock: Clock): Clock {
  return {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs() * HASTE,
    schedule: (delayMs, task) => clock.schedule(delayMs / HASTE, task),
    sleep: (delayMs) => clock.sleep(delayMs / HASTE),
  }
}
