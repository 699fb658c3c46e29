import type { DeadLetter } from '../event-bus.ts'
import { deadLettersOf, type Topic } from '../topics.ts'
import { attributesOfRecord, outgoingRecord, type ReadRecord } from './cloud-events.ts'
import type { Kafka } from './open-kafka.ts'
import type { KafkaProducer } from './producer.ts'
import { rangesOf, readTopic, type TopicRange } from './read-topic.ts'

/** A message that a consumer gave up on, as whoever looks after it wants to see it. */
export interface WaitingLetter {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly id: string
  readonly key: string
  readonly time: string
  readonly deadLetter: DeadLetter
  /** The protobuf encoding, as it was. */
  readonly body: Uint8Array
}

export interface LetterChoice {
  readonly topic: Topic
  /** Those with one of these ids; all when absent. */
  readonly ids?: readonly string[]
  readonly limit?: number
}

export const LETTERS_MAX = 1000
/** The group under which it is on record up to where letters were put back. */
const GROUP = 'dead_letters'
const unknownLetter: DeadLetter = { group: 'unknown', attempts: 0, reason: 'it does not say' }

/** The dead letters of a topic that were not put back, oldest first, 1000 at most. */
export async function listDeadLetters(
  kafka: Kafka,
  { topic, ids, limit = LETTERS_MAX }: LetterChoice,
): Promise<readonly WaitingLetter[]> {
  const letters: WaitingLetter[] = []
  const letterTopic = deadLettersOf(topic)
  for await (const record of readTopic(kafka, await waitingRanges(kafka, letterTopic))) {
    const letter = waitingLetter(topic, letterTopic, record)
    if (ids && !ids.includes(letter.id)) continue
    if (letters.length >= Math.min(limit, LETTERS_MAX)) break
    letters.push(letter)
  }
  return letters
}

/**
 * Puts dead letters back into their topic, in order, with their ids: every group gets them again,
 * and those that have handled them drop repeats. Letters that were chosen by id stay listed, the
 * others do not. Answers how many there were. When it fails, some may be back, and a repeat puts
 * them back again.
 */
export async function replayDeadLetters(
  { kafka, producer }: { readonly kafka: Kafka; readonly producer: KafkaProducer },
  choice: LetterChoice,
): Promise<number> {
  const letters = await listDeadLetters(kafka, choice)
  const { name: topic, source } = choice.topic
  await producer.send(
    letters.map(({ id, key, time, body }) =>
      outgoingRecord({ topic, source, id, key, timeMs: Date.parse(time), body }),
    ),
  )
  if (!choice.ids) await recordPutBack(kafka, deadLettersOf(choice.topic), letters)
  return letters.length
}

function waitingLetter(topic: Topic, letterTopic: Topic, record: ReadRecord): WaitingLetter {
  const { id, time, subject, deadletter } = attributesOfRecord(record, letterTopic)
  const { partition, offset, value: body } = record
  const deadLetter = deadletter ?? unknownLetter
  return { topic: topic.name, partition, offset, id, key: subject, time, deadLetter, body }
}

async function waitingRanges(kafka: Kafka, letterTopic: Topic): Promise<readonly TopicRange[]> {
  const ranges = await rangesOf(kafka, letterTopic.name)
  const groupId = kafka.groupName(letterTopic.name, GROUP)
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
  letters: readonly WaitingLetter[],
): Promise<void> {
  if (letters.length === 0) return
  const next = new Map(letters.map(({ partition, offset }) => [partition, BigInt(offset + 1)]))
  const partitionOffsets = [...next].map(([partition, offset]) => ({ partition, offset }))
  await kafka.administer((admin) =>
    admin.alterConsumerGroupOffsets({
      groupId: kafka.groupName(letterTopic.name, GROUP),
      topics: [{ name: kafka.topicName(letterTopic.name), partitionOffsets }],
    }),
  )
}
