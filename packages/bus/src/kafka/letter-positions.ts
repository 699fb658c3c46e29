import { DEAD_LETTERS_GROUP } from '../dead-letters.ts'
import type { ReadRecord } from './cloud-events.ts'
import type { Kafka } from './open-kafka.ts'
import { rangesOf, type TopicRange } from './read-topic.ts'

/** What a topic of dead letters holds, but for its beginning in which none is open. */
export async function waitingRanges(kafka: Kafka, topic: string): Promise<readonly TopicRange[]> {
  const ranges = await rangesOf(kafka, topic)
  const groupId = kafka.groupName(topic, DEAD_LETTERS_GROUP)
  const name = kafka.topicName(topic)
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

/** Puts on record that up to the last of these, in each partition, no letter is open. */
export async function recordDoneUpTo(
  kafka: Kafka,
  topic: string,
  records: readonly ReadRecord[],
): Promise<void> {
  const next = new Map(records.map(({ partition, offset }) => [partition, BigInt(offset + 1)]))
  const partitionOffsets = [...next].map(([partition, offset]) => ({ partition, offset }))
  await kafka.administer((admin) =>
    admin.alterConsumerGroupOffsets({
      groupId: kafka.groupName(topic, DEAD_LETTERS_GROUP),
      topics: [{ name: kafka.topicName(topic), partitionOffsets }],
    }),
  )
}
