import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Clock, DomainError, systemClock, systemRandom } from '@usher/kernel'
import { realServer, untilWithin } from '@usher/testing'
import { topics } from '../topics.ts'
import { kafkaEventBus } from './event-bus.ts'
import { kafkaProducer } from './producer.ts'
import { sampleRecord } from './sample-records.fixture.ts'
import { temporaryKafka } from './temporary-kafka.fixture.ts'

const server = realServer('USHER_KAFKA_BROKERS')
const MESSAGES = 40
/** The bus waits longer after each, and from the second on it wakes up in between. */
const LOOKS_IN_VAIN = 6
/** Of the bus' time between two looks at it, so that waits end between two messages, too. */
const STEP_MS = 100

test(
  'a wait that ends while messages are gone through keeps their order',
  server.options,
  async (t) => {
    const temporary = await temporaryKafka(server.address)
    const { kafka } = temporary
    const producer = kafkaProducer(kafka)
    const clock = stepping(systemClock)
    const bus = kafkaEventBus({ kafka, producer, clock, random: systemRandom })
    t.after(async () => {
      await bus.close()
      await producer.close()
      await temporary.close()
    })
    const values = Array.from({ length: MESSAGES }, (_, value) => value)
    await producer.send(values.map((value) => sampleRecord('bk_1', value)))
    const handled: number[] = []
    const overtaking: number[] = []
    let looks = 0
    bus.subscribe({
      topic: topics.bookingConfirmed,
      group: 'g',
      async handle({ bookingReference }) {
        const value = Number(bookingReference)
        if (value !== handled.length) overtaking.push(value)
        if (looks++ < LOOKS_IN_VAIN) throw new DomainError('unavailable', 'store_away', 'away')
        handled.push(value)
      },
    })
    await untilWithin(60_000)(() => handled.length === MESSAGES)
    assert.deepEqual(handled, values)
    assert.deepEqual(overtaking, [])
  },
)

function stepping(clock: Clock): Clock {
  let steps = 0
  return { ...clock, monotonicMs: () => clock.monotonicMs() + STEP_MS * steps++ }
}
