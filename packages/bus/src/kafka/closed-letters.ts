import type { OutgoingRecord, ReadRecord } from './cloud-events.ts'
import type { Kafka } from './open-kafka.ts'
import { readTopic, type TopicRange } from './read-topic.ts'

// Letters that were chosen singly are closed by a record behind them in their own topic: its header
// names their places. It is younger than they are, so the topic never keeps one of them without it.

const HEADER = 'closed_letters'

type Place = Pick<ReadRecord, 'partition' | 'offset'>

/** The record that closes those letters, once it is in their topic. */
export function closingRecord(topic: string, letters: readonly Place[]): OutgoingRecord {
  const places = letters.map(placeOf).join()
  return { topic, key: HEADER, value: new Uint8Array(), headers: { [HEADER]: places } }
}

/** Reads these ranges of a topic of dead letters, but for letters that are closed. */
export async function* openRecords(
  kafka: Kafka,
  ranges: readonly TopicRange[],
): AsyncGenerator<ReadRecord, void, undefined> {
  const closed = new Set<string>()
  for await (const { headers } of readTopic(kafka, ranges)) {
    for (const place of headers.get(HEADER)?.split(',') ?? []) closed.add(place)
  }
  for await (const record of readTopic(kafka, ranges)) {
    if (!record.headers.has(HEADER) && !closed.has(placeOf(record))) yield record
  }
}

function placeOf({ partition, offset }: Place): string {
  return `${partition}/${offset}`
}
