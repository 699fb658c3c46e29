import {
  DEAD_LETTERS_GROUP,
  type DeadLetters,
  type LetterChoice,
  LETTERS_MAX,
  requireKnown,
  type WaitingLetter,
} from '../dead-letters.ts'
import { deadLettersOf, type Topic } from '../topics.ts'
import {
  attributesOfRecord,
  type OutgoingRecord,
  outgoingRecord,
  type ReadRecord,
} from './cloud-events.ts'
import type { Kafka } from './open-kafka.ts'
import type { KafkaProducer } from './producer.ts'
import { rangesOf, readTopic, type TopicRange } from './read-topic.ts'

/** A letter and where it stands. */
interface Found {
  readonly letter: WaitingLetter
  readonly partition: number
  readonly offset: number
}

const unknownLetter = { group: 'unknown', attempts: 0, reason: 'it does not say' } as const

/** The messages of `<topic>.dlq`; a group of Kafka's keeps up to where they were put back. */
export function kafkaDeadLetters({
  kafka,
  producer,
}: {
  readonly kafka: Kafka
  readonly producer: Pick<KafkaProducer, 'send'>
}): DeadLetters {
  return {
    async list(choice) {
      return (await findLetters(kafka, choice)).map(({ letter }) => letter)
    },
    async replay(choice) {
      const found = await findLetters(kafka, choice)
      const letters = found.map(({ letter }) => letter)
      requireKnown(choice, letters)
      await producer.send(letters.map((letter) => recordOf(letter, choice.topic)))
      if (!choice.ids) await recordPutBack(kafka, deadLettersOf(choice.topic), found)
      return letters.length
    },
  }
}

async function findLetters(
  kafka: Kafka,
  { topic, ids, limit = LETTERS_MAX }: LetterChoice,
): Promise<readonly Found[]> {
  const found: Found[] = []
  const letterTopic = deadLettersOf(topic)
  for await (const record of readTopic(kafka, await waitingRanges(kafka, letterTopic))) {
    const letter = waitingLetter(topic, letterTopic, record)
    if (ids && !ids.includes(letter.id)) continue
    if (found.length >= Math.min(limit, LETTERS_MAX)) break
    const { partition, offset } = record
    found.push({ letter, partition, offset })
  }
  return found
}

function waitingLetter(topic: Topic, letterTopic: Topic, record: ReadRecord): WaitingLetter {
  const attributes = attributesOfRecord(record, letterTopic)
  const { id, time, subject, deadletter = unknownLetter, traceparent } = attributes
  return {
    topic: topic.name,
    id,
    key: subject,
    time,
    deadLetter: deadletter,
    body: record.value,
    ...(traceparent !== undefined && { traceparent }),
  }
}

function recordOf(letter: WaitingLetter, { source }: Topic): OutgoingRecord {
  const { topic, id, key, time, body, traceparent } = letter
  const trace = traceparent === undefined ? {} : { traceparent }
  return outgoingRecord({ topic, source, id, key, timeMs: Date.parse(time), body, ...trace })
}

async function waitingRanges(kafka: Kafka, letterTopic: Topic): Promise<readonly TopicRange[]> {
  const ranges = await rangesOf(kafka, letterTopic.name)
  const groupId = kafka.groupName(letterTopic.name, DEAD_LETTERS_GROUP)
  const name = kafka.topicName(letterTopic.name)
  const partitionIndexes = ranges.map(({ partition }) => partition)
  const [group] = await kafka.administer((admin) =>
    admin.listConsumerGroupOffsets({ groups: [{ groupId, topics: [{ name, partitionIndexes }] }] }),
  )
  const recorded = new Map(
    group?.topics
      .flatMap(({ partitions }) => partitions)
      .map((each) => [each.partitionIndex, Number(each.committedOffset)]),
  )
  return ranges.map((range) => ({
    ...range,
    from: Math.max(range.from, recorded.get(range.partition) ?? 0),
  }))
}

async function recordPutBack(
  kafka: Kafka,
  letterTopic: Topic,
  found: readonly Found[],
): Promise<void> {
  if (found.length === 0) return
  const next = new Map(found.map(({ partition, offset }) => [partition, BigInt(offset + 1)]))
  const partitionOffsets = [...next].map(([partition, offset]) => ({ partition, offset }))
  await kafka.administer((admin) =>
    admin.alterConsumerGroupOffsets({
      groupId: kafka.groupName(letterTopic.name, DEAD_LETTERS_GROUP),
      topics: [{ name: kafka.topicName(letterTopic.name), partitionOffsets }],
    }),
  )
}
