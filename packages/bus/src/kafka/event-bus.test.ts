import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock, systemRandom } from '@usher/kernel'
import { manualClock, realServer, seededRandom, untilWithin } from '@usher/testing'
import type { DeliveryFailure } from '../event-bus.ts'
import { eventBusContract } from '../event-bus.contract.ts'
import { topics } from '../topics.ts'
import { kafkaDeadLetters } from './dead-letters.ts'
import { kafkaEventBus } from './event-bus.ts'
import type { ConsumerLag } from './kafka-subscription.ts'
import { confirmedRecord, openTemporaryBus, withPauses } from './open-bus.fixture.ts'
import { kafkaProducer } from './producer.ts'
import { temporaryKafka } from './temporary-kafka.fixture.ts'

const server = realServer('USHER_KAFKA_BROKERS')

// One partition: the suite counts on the order in which messages of several keys were sent.
eventBusContract(
  'kafkaEventBus',
  async () => openTemporaryBus(await temporaryKafka(server.address)),
  server.options,
)

async function open(t: { after(end: () => Promise<void>): void }, partitions: number) {
  const temporary = await temporaryKafka(server.address, { bookingEventsPartitions: partitions })
  const { kafka } = temporary
  const producer = kafkaProducer(kafka)
  const failures: DeliveryFailure[] = []
  const lags: ConsumerLag[] = []
  const newBus = () =>
    kafkaEventBus({
      kafka,
      producer,
      clock: systemClock,
      random: systemRandom,
      onFailure: (failure) => failures.push(failure),
      onLag: (lag) => lags.push(lag),
    })
  const bus = newBus()
  t.after(async () => {
    await bus.close()
    await producer.close()
    await temporary.close()
  })
  return { kafka, producer, bus, newBus, failures, lags }
}

const until = untilWithin(60_000)
const KEYS = 20
const EACH = 30

test(
  'members share a topic, and each key stays in order as they come and go',
  server.options,
  async (t) => {
    const { producer, bus, newBus } = await open(t, 4)
    const other = newBus()
    const seen = new Map<string, string[]>()
    const by = { one: 0, two: 0 }
    const consumer = (name: 'one' | 'two') => ({
      topic: topics.bookingConfirmed,
      group: 'g',
      async handle({
        bookingId,
        bookingReference,
      }: {
        bookingId: string
        bookingReference: string
      }) {
        by[name]++
        seen.set(bookingId, [...(seen.get(bookingId) ?? []), bookingReference])
      },
    })
    bus.subscribe(consumer('one'))
    await sendAll(producer, 0)
    await until(() => distinct(seen) === KEYS * EACH)
    other.subscribe(consumer('two'))
    await until(() => other.isConnected)
    for (let round = 1; round < 4; round++) await sendAll(producer, round * EACH)
    await until(() => distinct(seen) === KEYS * EACH * 4)
    assert.ok(by.two > 0, 'the second member had nothing to do')
    await other.close()
    await sendAll(producer, 4 * EACH)
    await until(() => distinct(seen) === KEYS * EACH * 5)
    for (const references of seen.values()) {
      const firsts = [...new Set(references)]
      assert.deepEqual(
        firsts,
        firsts.toSorted((a, b) => Number(a) - Number(b)),
      )
    }
  },
)

async function sendAll(producer: Pick<ReturnType<typeof kafkaProducer>, 'send'>, from: number) {
  const records = Array.from({ length: KEYS * EACH }, (_, index) =>
    confirmedRecord(`bk_${index % KEYS}`, String(from + Math.floor(index / KEYS))),
  )
  await producer.send(records)
}

function distinct(seen: ReadonlyMap<string, readonly string[]>): number {
  return [...seen.values()].reduce((sum, references) => sum + new Set(references).size, 0)
}

test('lag is told, and a trace goes on where its message is handled', server.options, async (t) => {
  const { producer, bus, lags } = await open(t, 1)
  const traces: (string | undefined)[] = []
  await producer.send([confirmedRecord('a'), confirmedRecord('b')])
  bus.subscribe({
    topic: topics.bookingConfirmed,
    group: 'g',
    handle: async (_, { traceparent }) => void traces.push(traceparent),
  })
  await until(() => traces.length === 2 && lags.length > 0)
  assert.equal(traces[0], '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
  assert.equal(lags[0]?.topic, 'booking.confirmed')
  assert.equal(lags[0]?.group, 'g')
})

test(
  'a record that is no message of its topic becomes a dead letter as it was',
  server.options,
  async (t) => {
    const { kafka, producer } = await open(t, 1)
    const clock = withPauses(manualClock())
    const bus = kafkaEventBus({ kafka, producer, clock, random: seededRandom(1) })
    t.after(() => bus.close())
    const handled: string[] = []
    const garbage = new Uint8Array([0xff, 0xff, 0xff])
    await producer.send([{ ...confirmedRecord('bad'), value: garbage }, confirmedRecord('good')])
    bus.subscribe({
      topic: topics.bookingConfirmed,
      group: 'g',
      handle: async ({ bookingId }) => void handled.push(bookingId),
    })
    const letters = kafkaDeadLetters({ kafka, producer })
    const waiting = () => letters.list({ topic: topics.bookingConfirmed })
    await until(async () => {
      for (let step = 0; step < 40; step++) await clock.advance(50)
      return handled.length > 0 && (await waiting()).length > 0
    })
    const [letter] = await waiting()
    assert.deepEqual(handled, ['good'])
    assert.deepEqual([...(letter?.body ?? [])], [...garbage])
    assert.equal(letter?.key, 'bad')
    assert.equal(letter?.deadLetter.attempts, 5)
  },
)
