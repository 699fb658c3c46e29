import type { DeadLetters } from '../dead-letters.ts'
import { kafkaDeadLetters } from './dead-letters.ts'
import type { KafkaConfig } from './kafka-settings.ts'
import { openKafka } from './open-kafka.ts'
import { kafkaProducer } from './producer.ts'

/** The dead letters of a cluster, for those who want nothing else of it. */
export function openKafkaDeadLetters(config: KafkaConfig): {
  readonly letters: DeadLetters
  close(): Promise<void>
} {
  const kafka = openKafka(config)
  const producer = kafkaProducer(kafka)
  return { letters: kafkaDeadLetters({ kafka, producer }), close: () => producer.close() }
}
