import { systemClock, systemRandom } from '@usher/kernel'
import { topics } from '../topics.ts'
import { kafkaEventBus } from './event-bus.ts'
import type { KafkaConfig } from './kafka-settings.ts'
import { openKafka } from './open-kafka.ts'
import { kafkaProducer } from './producer.ts'

// A process of its own: it tells of each effect, and stays in the third handler until it is killed.

const [config = '{}'] = process.argv.slice(2)
const kafka = openKafka(JSON.parse(config) as KafkaConfig)
const needs = { kafka, clock: systemClock, random: systemRandom }
kafkaEventBus({ ...needs, producer: kafkaProducer(kafka) }).subscribe({
  topic: topics.bookingConfirmed,
  group: 'g',
  async handle({ bookingReference }) {
    // By then the first two are on record.
    if (bookingReference === '2') await systemClock.sleep(1000)
    process.send?.(Number(bookingReference))
    if (bookingReference === '2') await systemClock.sleep(600_000)
  },
})
