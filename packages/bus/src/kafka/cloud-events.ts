import type { Attributes, DeadLetter } from '../event-bus.ts'

// CloudEvents 1.0 in Kafka's binary mode: https://github.com/cloudevents/spec, kafka-protocol-binding.

/** A message on its way to a topic. */
export interface OutgoingRecord {
  /** The topic of ours, without the prefix of the installation. */
  readonly topic: string
  readonly key: string
  readonly value: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** What is sent for a message of a topic, dead or alive. */
export interface OutgoingMessage {
  readonly topic: string
  readonly source: string
  readonly id: string
  readonly key: string
  readonly timeMs: number
  /** The protobuf encoding. */
  readonly body: Uint8Array
  readonly deadLetter?: DeadLetter
  /** W3C Trace Context of whoever caused the message. */
  readonly traceparent?: string
}

export function outgoingRecord(message: OutgoingMessage): OutgoingRecord {
  const { topic, source, id, key, timeMs, body, deadLetter, traceparent } = message
  return {
    topic,
    key,
    value: body,
    headers: {
      'content-type': 'application/protobuf',
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: source,
      ce_type: topic,
      ce_time: new Date(timeMs).toISOString(),
      ce_subject: key,
      ...(deadLetter && { ce_deadletter: JSON.stringify(deadLetter) }),
      ...(traceparent !== undefined && { traceparent }),
    },
  }
}

/** A record as a broker gave it. */
export interface ReadRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timeMs: number
  readonly key: string
  readonly value: Uint8Array
  readonly headers: ReadonlyMap<string, string>
}

/** What the headers say; a record of somebody else's gets what can be known without them. */
export function attributesOfRecord(
  record: ReadRecord,
  { name, source }: { readonly name: string; readonly source: string },
): Attributes {
  const { headers } = record
  const deadletter = deadLetterOf(headers.get('ce_deadletter'))
  const traceparent = headers.get('traceparent')
  return {
    specversion: '1.0',
    id: headers.get('ce_id') ?? `${record.topic}/${record.partition}/${record.offset}`,
    source: headers.get('ce_source') ?? source,
    type: name,
    time: headers.get('ce_time') ?? new Date(record.timeMs).toISOString(),
    subject: headers.get('ce_subject') ?? record.key,
    ...(deadletter && { deadletter }),
    ...(traceparent !== undefined && { traceparent }),
  }
}

function deadLetterOf(text: string | undefined): DeadLetter | undefined {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as DeadLetter
  } catch {
    return { group: 'unknown', attempts: 0, reason: text }
  }
}
