import { type OutgoingRecord, outgoingRecord } from '@usher/bus/kafka/cloud-events'
import { type KafkaProducer, requireSendable } from '@usher/bus/kafka/producer'
import { plainJson, unreadableRecord } from '@usher/bus/kafka/relay-dead-letters'
import type { Message, UnreadableChange } from '../../domain/change.ts'
import type { MessageSink } from '../../ports/message-sink.ts'

/** The group that is named where a change was given up. */
const CDC = 'cdc'

/** Messages go to their topics, what is none to `relay.dlq`. */
export function kafkaMessageSink(producer: Pick<KafkaProducer, 'send'>): MessageSink {
  return { publish: (entries) => producer.send(entries.map(recordOf)) }
}

function recordOf(entry: Message | UnreadableChange): OutgoingRecord {
  if ('reason' in entry) return unreadable(entry)
  const record = outgoingRecord(entry)
  try {
    requireSendable(record)
    return record
  } catch (error) {
    const { topic, id: sequence, key, timeMs } = entry
    const change = { sequence, key: { key }, atMs: timeMs }
    return unreadable({ stream: topic, change, reason: String(error) })
  }
}

function unreadable({ stream, change, reason }: UnreadableChange): OutgoingRecord {
  return unreadableRecord({
    id: `${stream}/${change.sequence}`,
    key: plainJson(change.key),
    timeMs: change.atMs,
    content: change,
    deadLetter: { group: CDC, attempts: 1, reason },
  })
}
