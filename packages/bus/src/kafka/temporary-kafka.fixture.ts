import { untilWithin } from '@usher/testing'
import { ensureTopics } from './ensure-topics.ts'
import { type KafkaConfig, readKafkaConfig } from './kafka-settings.ts'
import { type Kafka, openKafka } from './open-kafka.ts'

const shown = untilWithin(60_000)
let made = 0

export interface TemporaryKafka {
  readonly kafka: Kafka
  /** With which a process has the same topics. */
  readonly variables: Readonly<Record<string, string>>
  /** Removes the topics. */
  readonly close: () => Promise<void>
}

/** Topics of its own on the brokers at `address`, so that tests do not meet. */
export async function temporaryKafka(
  address: string,
  given: Partial<KafkaConfig> = {},
): Promise<TemporaryKafka> {
  const topicPrefix = `test-${process.pid}-${made++}.`
  const kafka = openKafka({
    ...readKafkaConfig({ USHER_KAFKA_BROKERS: address }),
    topicPrefix,
    seatEventsPartitions: 1,
    bookingEventsPartitions: 1,
    createTopics: true,
    ...given,
  })
  await ensureTopics(kafka)
  const looking = openKafka({ ...kafka.config, createTopics: false })
  // A broker shows a topic a moment after it has made it.
  await shown(() =>
    ensureTopics(looking).then(
      () => true,
      () => false,
    ),
  )
  return {
    kafka,
    variables: {
      USHER_KAFKA_BROKERS: address,
      USHER_KAFKA_TOPIC_PREFIX: topicPrefix,
      USHER_KAFKA_SEAT_EVENTS_PARTITIONS: String(kafka.config.seatEventsPartitions),
      USHER_KAFKA_BOOKING_EVENTS_PARTITIONS: String(kafka.config.bookingEventsPartitions),
    },
    close: () =>
      kafka.administer(async (admin) => {
        const names = await admin.listTopics()
        const own = names.filter((name) => name.startsWith(topicPrefix))
        await admin.deleteTopics({ topics: own })
      }),
  }
}
