import type { Admin } from '@platformatic/kafka'
import { DomainError } from '@usher/kernel'
import { deadLettersOf, type PlainTopic, topics } from '../topics.ts'
import { isKafkaError } from './kafka-errors.ts'
import type { Kafka } from './open-kafka.ts'
import { relayDeadLetters } from './relay-dead-letters.ts'

interface WantedTopic {
  readonly name: string
  readonly partitions: number
  readonly configs: readonly { readonly name: string; readonly value: string }[]
}

/** As long as the embedded log keeps messages: see the README. */
const RETAIN_MS = String(7 * 86_400_000)
const DEAD_LETTERS_RETAIN_MS = String(30 * 86_400_000)
/** With three copies a message is acknowledged when two have it: one broker may be lost. */
const COPIES_FOR_QUORUM = 3

/**
 * Checks that every topic, and those `besides`, is there with at least the partitions configured;
 * with USHER_KAFKA_CREATE_TOPICS missing ones are made. Fails with unavailable /
 * kafka_topic_missing or kafka_topic_too_small, naming all of them and what to do. More partitions
 * than configured are fine; adding some to a topic moves keys and breaks their order, so it is
 * never done here.
 */
export async function ensureTopics(
  kafka: Kafka,
  besides: readonly PlainTopic[] = [],
): Promise<void> {
  await kafka.administer(async (admin) => {
    const wanted = wantedTopics(kafka, besides)
    const missing = await requireLargeEnough(admin, wanted)
    if (missing.length === 0) return
    if (!kafka.config.createTopics) throw topicsMissing(missing)
    await make(admin, kafka, missing)
  })
}

function wantedTopics(kafka: Kafka, besides: readonly PlainTopic[]): readonly WantedTopic[] {
  const { seatEventsPartitions, bookingEventsPartitions } = kafka.config
  const own = [...Object.values<PlainTopic>(topics), ...besides].flatMap((topic) => [
    {
      name: kafka.topicName(topic.name),
      partitions:
        topic.name === topics.seatStatusChanged.name
          ? seatEventsPartitions
          : bookingEventsPartitions,
      configs: retention(topic),
    },
    deadLetterTopic(kafka.topicName(deadLettersOf(topic).name)),
  ])
  return [...own, deadLetterTopic(kafka.topicName(relayDeadLetters.name))]
}

function deadLetterTopic(name: string): WantedTopic {
  return { name, partitions: 1, configs: [config('retention.ms', DEAD_LETTERS_RETAIN_MS)] }
}

function retention(topic: PlainTopic): WantedTopic['configs'] {
  if (topic.retention === 'recent') return [config('retention.ms', RETAIN_MS)]
  return [config('cleanup.policy', 'compact'), config('min.compaction.lag.ms', RETAIN_MS)]
}

/** Answers those that are not there. */
async function requireLargeEnough(
  admin: Admin,
  wanted: readonly WantedTopic[],
): Promise<readonly WantedTopic[]> {
  const there = new Set(await admin.listTopics({ includeInternals: false }))
  const present = wanted.filter(({ name }) => there.has(name))
  const metadata = await admin.metadata({ topics: present.map(({ name }) => name) })
  const small = present.filter(
    ({ name, partitions }) => (metadata.topics.get(name)?.partitionsCount ?? 0) < partitions,
  )
  if (small.length > 0) {
    throw tooSmall(
      small.map((topic) => [topic, metadata.topics.get(topic.name)?.partitionsCount ?? 0] as const),
    )
  }
  return wanted.filter(({ name }) => !there.has(name))
}

async function make(admin: Admin, kafka: Kafka, missing: readonly WantedTopic[]): Promise<void> {
  const { brokers } = await admin.metadata({ topics: [] })
  const replicas = Math.min(kafka.config.replication, Math.max(1, brokers.size))
  for (const { name, partitions, configs } of missing) {
    const durable = replicas >= COPIES_FOR_QUORUM ? [config('min.insync.replicas', '2')] : []
    const all = [...configs, ...durable]
    try {
      await admin.createTopics({ topics: [name], partitions, replicas, configs: all })
    } catch (error) {
      // Another process makes them just now.
      if (!isKafkaError(error, 'TOPIC_ALREADY_EXISTS')) throw error
    }
  }
}

function config(name: string, value: string): WantedTopic['configs'][number] {
  return { name, value }
}

function topicsMissing(missing: readonly WantedTopic[]): DomainError {
  const names = missing.map(({ name, partitions }) => `${name} (${partitions} partitions)`)
  const message =
    `Kafka lacks the topics ${names.join(', ')}; make them with kafka-topics.sh --create, ` +
    'or set USHER_KAFKA_CREATE_TOPICS=yes'
  return new DomainError('unavailable', 'kafka_topic_missing', message, {
    topics: missing.map(({ name }) => name),
  })
}

function tooSmall(small: readonly (readonly [WantedTopic, number])[]): DomainError {
  const said = small.map(
    ([{ name, partitions }, has]) => `${name} has ${has} partitions and should have ${partitions}`,
  )
  const message =
    `${said.join('; ')}: stop what writes to it, let consumers finish, then ` +
    'kafka-topics.sh --alter --partitions; or lower USHER_KAFKA_SEAT_EVENTS_PARTITIONS / ' +
    'USHER_KAFKA_BOOKING_EVENTS_PARTITIONS'
  return new DomainError('unavailable', 'kafka_topic_too_small', message, {
    topics: small.map(([{ name }]) => name),
  })
}
