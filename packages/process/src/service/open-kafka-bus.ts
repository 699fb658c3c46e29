import type { DeliveryFailure, PlainTopic } from '@usher/bus'
import { ensureTopics } from '@usher/bus/kafka/ensure-topics'
import { kafkaEventBus, type KafkaEventBus } from '@usher/bus/kafka/event-bus'
import type { KafkaConfig } from '@usher/bus/kafka/kafka-settings'
import type { ConsumerLag } from '@usher/bus/kafka/kafka-subscription'
import { openKafka } from '@usher/bus/kafka/open-kafka'
import { kafkaProducer, type KafkaProducer } from '@usher/bus/kafka/producer'
import { isDomainError } from '@usher/kernel'
import type { ServiceNeeds } from './run-service.ts'

/** Kafka as a service uses it. */
export interface KafkaBus {
  readonly bus: KafkaEventBus
  readonly producer: KafkaProducer
  /** Logs a delivery that failed; for relays. */
  readonly onFailure: (failure: DeliveryFailure) => void
  close(): Promise<void>
}

/**
 * Opens Kafka. A cluster that is away now does not keep a service from starting, for none needs it
 * to sell; topics that are missing or too small do, with what to do about it.
 */
export async function openKafkaBus(
  config: KafkaConfig,
  needs: ServiceNeeds,
  besides: readonly PlainTopic[] = [],
): Promise<KafkaBus> {
  const { clock, random, logger } = needs
  const kafka = openKafka(config)
  await ensureTopics(kafka, besides).catch((error: unknown) => {
    if (!isDomainError(error, 'kafka_unavailable')) throw error
    logger.error({ err: error }, 'Kafka is away; messages wait until it is back')
  })
  const producer = kafkaProducer(kafka)
  const onFailure = ({ error, dead, ...facts }: DeliveryFailure) =>
    logger[dead ? 'error' : 'warn']({ err: error, ...facts }, 'a message could not be handled')
  const onLag = lagGauges(needs)
  const bus = kafkaEventBus({ kafka, producer, clock, random, onFailure, onLag })
  return {
    bus,
    producer,
    onFailure,
    async close() {
      await bus.close()
      await producer.close()
    },
  }
}

function lagGauges({ metrics }: ServiceNeeds): (lag: ConsumerLag) => void {
  const labels = ['topic', 'group'] as const
  const messages = metrics.gauge({
    name: 'consumer_lag_messages',
    help: 'Messages that a group has not handled yet',
    labels,
  })
  const age = metrics.gauge({
    name: 'consumer_lag_seconds',
    help: 'Age of the oldest message that a group has not handled yet',
    labels,
  })
  const heldBack = metrics.gauge({
    name: 'consumer_held_back',
    help: '1 while a group handles nothing because what its handler needs is away',
    labels,
  })
  return ({ topic, group, ...lag }) => {
    messages.set(lag.messages, { topic, group })
    age.set(lag.ageMs / 1000, { topic, group })
    heldBack.set(lag.isHeldBack ? 1 : 0, { topic, group })
  }
}
