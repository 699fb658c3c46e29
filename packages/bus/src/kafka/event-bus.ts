import { type Clock, DomainError, type Random } from '@usher/kernel'
import type { Consumer, DeliveryFailure, EventBus, Handle, Subscription } from '../event-bus.ts'
import type { Topic } from '../topics.ts'
import { type ConsumerLag, KafkaSubscription } from './kafka-subscription.ts'
import type { Kafka } from './open-kafka.ts'
import type { KafkaProducer } from './producer.ts'
import { replayTopic } from './replay-topic.ts'

export interface KafkaEventBusOptions {
  readonly kafka: Kafka
  /** For dead letters; stays the caller's to close. */
  readonly producer: KafkaProducer
  readonly clock: Clock
  readonly random: Random
  /** Told of every failed delivery and of every broken session, which has no id. */
  readonly onFailure?: (failure: DeliveryFailure) => void
  /** Told every five seconds for each subscription. */
  readonly onLag?: (lag: ConsumerLag) => void
}

/**
 * The bus over Kafka. A group shares the partitions of a topic among its processes; one that dies
 * is replaced by another within 15 seconds, which begins behind the group's last position.
 */
export function kafkaEventBus(options: KafkaEventBusOptions): KafkaEventBus {
  return new KafkaEventBus(options)
}

export class KafkaEventBus implements EventBus {
  readonly #options: KafkaEventBusOptions
  readonly #subscriptions = new Map<string, KafkaSubscription>()

  constructor(options: KafkaEventBusOptions) {
    this.#options = options
  }

  /** True while every subscription is a member of its group. */
  get isConnected(): boolean {
    return [...this.#subscriptions.values()].every(({ isOpen }) => isOpen)
  }

  /** True while a consumer waits for what its handler needs. */
  get isHeldBack(): boolean {
    return [...this.#subscriptions.values()].some(({ isHeldBack }) => isHeldBack)
  }

  subscribe<AnyTopic extends Topic>(consumer: Consumer<AnyTopic>): Subscription {
    const { topic, group } = consumer
    const name = `${topic.name} ${group}`
    if (this.#subscriptions.has(name)) throw alreadySubscribed(topic.name, group)
    const { onFailure = () => undefined, onLag = () => undefined, ...needs } = this.#options
    const running = new KafkaSubscription({ ...needs, onFailure, onLag }, consumer)
    this.#subscriptions.set(name, running)
    return {
      close: async () => {
        await running.close()
        if (this.#subscriptions.get(name) === running) this.#subscriptions.delete(name)
      },
    }
  }

  async replay<AnyTopic extends Topic>(topic: AnyTopic, handle: Handle<AnyTopic>): Promise<void> {
    const { kafka, onFailure = () => undefined } = this.#options
    await replayTopic({ kafka, onFailure }, topic, handle)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions.values()].map((each) => each.close()))
    this.#subscriptions.clear()
  }
}

function alreadySubscribed(topic: string, group: string): DomainError {
  return new DomainError('conflict', 'already_subscribed', `${group} already reads ${topic}`, {
    topic,
    group,
  })
}
