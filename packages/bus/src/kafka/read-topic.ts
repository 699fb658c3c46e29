import {
  type Admin,
  type ClusterMetadata,
  Consumer as KafkaConsumer,
  type RecordsBatch,
} from '@platformatic/kafka'
import { DomainError } from '@usher/kernel'
import type { ReadRecord } from './cloud-events.ts'
import { kafkaErrors } from './kafka-errors.ts'
import type { Kafka } from './open-kafka.ts'

/** Bytes that one fetch answers for a partition; one record larger than that still comes. */
const FETCH_BYTES = 1_048_576
const FETCH_WAIT_MS = 500
const EARLIEST = -2n
const LATEST = -1n
/** Marks batches that say of transactions whether they ended well; they hold no messages. */
const CONTROL_BATCH = 0b10_0000

export interface TopicRange {
  readonly topic: string
  readonly partition: number
  /** The first offset. */
  readonly from: number
  /** The offset behind the last. */
  readonly to: number
}

/** What each partition of a topic of ours holds now. */
export async function rangesOf(kafka: Kafka, topic: string): Promise<readonly TopicRange[]> {
  const name = kafka.topicName(topic)
  return await kafka.administer(async (admin) => {
    const metadata = await admin.metadata({ topics: [name] })
    const count = metadata.topics.get(name)?.partitionsCount ?? 0
    const starts = await offsetsAt(admin, { name, count, timestamp: EARLIEST })
    const ends = await offsetsAt(admin, { name, count, timestamp: LATEST })
    return starts.map((from, partition) => ({
      topic,
      partition,
      from,
      to: ends[partition] ?? from,
    }))
  })
}

async function offsetsAt(
  admin: Admin,
  { name, count, timestamp }: { name: string; count: number; timestamp: bigint },
): Promise<readonly number[]> {
  const partitions = Array.from({ length: count }, (_, partitionIndex) => ({
    partitionIndex,
    timestamp,
  }))
  const [listed] = await admin.listOffsets({ topics: [{ name, partitions }] })
  const offsets = new Map(listed?.partitions.map((each) => [each.partitionIndex, each.offset]))
  return partitions.map(({ partitionIndex }) => Number(offsets.get(partitionIndex) ?? 0n))
}

/**
 * Reads these ranges, in order for each partition, and merged by time, as a member of no group.
 * The records of one key are in one partition, and so in order.
 */
export async function* readTopic(
  kafka: Kafka,
  ranges: readonly TopicRange[],
): AsyncGenerator<ReadRecord, void, undefined> {
  const client = new KafkaConsumer({
    ...kafka.options,
    groupId: `${kafka.config.topicPrefix}reader`,
    maxWaitTime: FETCH_WAIT_MS,
  })
  try {
    yield* merged(ranges.map((range) => readPartition({ kafka, client }, range)))
  } finally {
    await client.close(true).catch(() => undefined)
  }
}

async function* merged(
  sources: readonly AsyncGenerator<ReadRecord, void, undefined>[],
): AsyncGenerator<ReadRecord, void, undefined> {
  const heads = await Promise.all(sources.map((source) => source.next()))
  for (;;) {
    let oldest = -1
    let oldestMs = Number.POSITIVE_INFINITY
    for (const [index, head] of heads.entries()) {
      if (head.done || head.value.timeMs >= oldestMs) continue
      oldest = index
      oldestMs = head.value.timeMs
    }
    const [head, source] = [heads[oldest], sources[oldest]]
    if (!head || head.done || !source) return
    yield head.value
    heads[oldest] = await source.next()
  }
}

interface Reading {
  readonly kafka: Kafka
  readonly client: KafkaConsumer
}

async function* readPartition(
  reading: Reading,
  range: TopicRange,
): AsyncGenerator<ReadRecord, void, undefined> {
  for (let from = range.from; from < range.to; ) {
    const batches = await fetchBatches(reading, { ...range, from })
    // What was compacted or deleted meanwhile leaves nothing between here and the end.
    if (batches.length === 0) return
    for (const batch of batches) {
      for (const record of recordsOf(batch, range)) {
        if (record.offset >= range.to) return
        if (record.offset >= from) yield record
      }
      from = Math.max(from, Number(batch.firstOffset) + batch.lastOffsetDelta + 1)
    }
  }
}

async function fetchBatches(
  { kafka, client }: Reading,
  { topic, partition, from }: TopicRange,
): Promise<readonly RecordsBatch[]> {
  const name = kafka.topicName(topic)
  return await kafkaErrors(async () => {
    const metadata = await client.metadata({ topics: [name] })
    const { id, leader } = leaderOf(metadata, name, partition)
    const wanted = {
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: BigInt(from),
      lastFetchedEpoch: -1,
      partitionMaxBytes: FETCH_BYTES,
    }
    const topics = [{ topicId: id, partitions: [wanted] }]
    const response = await client.fetch({ node: leader, topics })
    return response.responses.flatMap(({ topicId, partitions }) =>
      topicId === id
        ? partitions.flatMap((each) =>
            each.partitionIndex === partition ? (each.records ?? []) : [],
          )
        : [],
    )
  })
}

function leaderOf(metadata: ClusterMetadata, name: string, partition: number) {
  const found = metadata.topics.get(name)
  const leader = found?.partitions[partition]?.leader
  if (found && leader !== undefined && leader >= 0) return { id: found.id, leader }
  const message = `${name}, partition ${partition}, has no leader at the moment`
  throw new DomainError('unavailable', 'kafka_unavailable', message)
}

function* recordsOf(batch: RecordsBatch, { topic, partition }: TopicRange): Iterable<ReadRecord> {
  if (batch.attributes & CONTROL_BATCH) return
  for (const record of batch.records) {
    yield {
      topic,
      partition,
      offset: Number(batch.firstOffset) + record.offsetDelta,
      timeMs: Number(batch.firstTimestamp + record.timestampDelta),
      key: record.key?.toString() ?? '',
      value: record.value ?? new Uint8Array(),
      headers: new Map(
        record.headers.map(([name, value]) => [String(name ?? ''), String(value ?? '')]),
      ),
    }
  }
}
