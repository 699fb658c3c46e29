import { ensureTopics } from './ensure-topics.ts'
import { type KafkaConfig, readKafkaConfig } from './kafka-settings.ts'
import { type Kafka, openKafka } from './open-kafka.ts'

let made = 0

export interface TemporaryKafka {
  readonly kafka: Kafka
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
  return {
    kafka,
    close: () =>
      kafka.administer(async (admin) => {
        const names = await admin.listTopics()
        const own = names.filter((name) => name.startsWith(topicPrefix))
        await admin.deleteTopics({ topics: own })
      }),
  }
}
