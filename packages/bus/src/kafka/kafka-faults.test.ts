import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock, systemRandom } from '@usher/kernel'
import { ownServer, realServer, untilWithin } from '@usher/testing'
import { openOutbox } from '../mysql/open-outbox.fixture.ts'
import { mysqlOutboxRelay } from '../mysql/outbox-relay.ts'
import { topics } from '../topics.ts'
import { accountedTraffic, collected } from './accounted-traffic.fixture.ts'
import { kafkaEventBus } from './event-bus.ts'
import { sampleRecord } from './sample-records.fixture.ts'
import { kafkaProducer } from './producer.ts'
import { rangesOf } from './read-topic.ts'
import { temporaryKafka } from './temporary-kafka.fixture.ts'

const { options } = realServer('USHER_KAFKA_BROKERS')
const mysql = realServer('USHER_MYSQL_URL')
const both = { skip: options.skip || mysql.options.skip }

const OUTAGE_MS = 6000
const until = untilWithin(180_000)

for (const fault of ['killed', 'paused'] as const) {
  test(`a broker that is ${fault} loses no message and no order, twice`, options, async (t) => {
    const server = await ownServer('kafka', 'USHER_KAFKA_BROKERS')
    t.after(() => server.close())
    const { kafka } = await temporaryKafka(server.address, { bookingEventsPartitions: 4 })
    const producer = kafkaProducer(kafka)
    const bus = kafkaEventBus({ kafka, producer, clock: systemClock, random: systemRandom })
    t.after(async () => {
      await bus.close()
      await producer.close()
    })
    const traffic = accountedTraffic(producer, bus)
    for (let round = 0; round < 2; round++) {
      await traffic.flows()
      await (fault === 'killed' ? server.kill() : server.pause())
      await systemClock.sleep(OUTAGE_MS)
      await (fault === 'killed' ? server.start() : server.resume())
    }
    await traffic.flows()
    const { acknowledged, delivered } = await traffic.settle()
    t.diagnostic(`${acknowledged} acknowledged, ${delivered} delivered`)
  })
}

test('the outbox drains in order after Kafka was down while rows came in', both, async (t) => {
  const server = await ownServer('kafka', 'USHER_KAFKA_BROKERS')
  t.after(() => server.close())
  const outbox = await openOutbox(mysql.address)
  t.after(outbox.close)
  const { kafka } = await temporaryKafka(server.address, { bookingEventsPartitions: 4 })
  const producer = kafkaProducer(kafka)
  const bus = kafkaEventBus({ kafka, producer, clock: systemClock, random: systemRandom })
  t.after(async () => {
    await bus.close()
    await producer.close()
  })
  const seen = new Map<number, string[]>()
  bus.subscribe({
    topic: topics.eventUpdated,
    group: 'g',
    async handle({ event }) {
      const eventId = event?.eventId ?? 0
      seen.set(eventId, [...(seen.get(eventId) ?? []), event?.venueName ?? ''])
    },
  })
  const relaying = { goesOn: true }
  const relays = [1, 2].map(async () => {
    const relay = mysqlOutboxRelay({ db: outbox.db, producer, clock: systemClock }).jobs[0]
    while (relaying.goesOn) {
      await relay?.run().catch(() => undefined)
      await systemClock.sleep(50)
    }
  })
  for (let round = 0; round < 30; round++) {
    if (round === 10) await server.kill()
    for (let event = 1; event <= 5; event++) await outbox.write(event, String(round))
    if (round >= 10 && round < 25) await systemClock.sleep(500)
    if (round === 25) await server.start()
  }
  const rounds = Array.from({ length: 30 }, (_, round) => String(round))
  const isWhole = () => [1, 2, 3, 4, 5].every((event) => new Set(seen.get(event)).size === 30)
  // A relay whose broker answered too late sends again what has arrived.
  await until(async () => isWhole() && (await outbox.waiting()) === 0)
  relaying.goesOn = false
  await Promise.all(relays)
  for (const values of seen.values()) assert.deepEqual([...new Set(values)], rounds)
})

test(
  'a consumer that is killed between effect and commit is followed by one that repeats',
  options,
  async (t) => {
    const { address } = realServer('USHER_KAFKA_BROKERS')
    const { kafka, close } = await temporaryKafka(address)
    const producer = kafkaProducer(kafka)
    t.after(async () => {
      await producer.close()
      await close()
    })
    await producer.send([0, 1, 2, 3].map((value) => sampleRecord('bk_1', value)))
    const child = fork(join(import.meta.dirname, 'killed-consumer.fixture.ts'), [
      JSON.stringify(kafka.config),
    ])
    t.after(() => child.kill('SIGKILL'))
    // Its third effect has happened, and its commit never will.
    assert.deepEqual(await messagesOf(child, 3), [0, 1, 2])
    child.kill('SIGKILL')
    const bus = kafkaEventBus({ kafka, producer, clock: systemClock, random: systemRandom })
    t.after(() => bus.close())
    const seen = collected(bus)
    await until(() => (seen.get('bk_1') ?? []).includes(3))
    assert.deepEqual(seen.get('bk_1')?.slice(-2), [2, 3])
    const [range] = await rangesOf(kafka, topics.bookingConfirmed.name)
    assert.equal(range?.to, 4)
  },
)

function messagesOf(child: ChildProcess, count: number): Promise<readonly unknown[]> {
  const messages: unknown[] = []
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the consumer ended with ${code}`)))
    child.on('message', (message) => {
      messages.push(message)
      if (messages.length === count) resolve(messages)
    })
  })
}
