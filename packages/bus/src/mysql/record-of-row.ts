import { fromJson, type JsonValue, toBinary } from '@bufbuild/protobuf'
import { DomainError } from '@usher/kernel'
import type { DeliveryFailure } from '../event-bus.ts'
import { type OutgoingRecord, outgoingRecord } from '../kafka/cloud-events.ts'
import { requireSendable } from '../kafka/producer.ts'
import { relayDeadLetters, unreadableRecord } from '../kafka/relay-dead-letters.ts'
import { type Topic, topics } from '../topics.ts'
import type { OutboxPayload } from './outbox-events.ts'

export interface OutboxRow {
  readonly id: number
  readonly aggregate_type: string
  readonly aggregate_id: number
  readonly event_type: string
  readonly payload: unknown
  readonly created_at: Date
}

/** The group that is named where a relay gave up. */
const RELAY = 'outbox_relay'

/** The message of a row, or its dead letter when it is none: rows behind it do not wait. */
export function recordOfRow(
  row: OutboxRow,
  { onFailure = () => undefined }: { readonly onFailure?: (failure: DeliveryFailure) => void },
): OutgoingRecord {
  try {
    const record = messageOf(row)
    requireSendable(record)
    return record
  } catch (error) {
    const failure = { topic: row.event_type, group: RELAY, id: `outbox_events/${row.id}` }
    onFailure({ ...failure, attempts: 1, dead: true, error })
    return unreadableRecord({
      id: failure.id,
      key: `${row.aggregate_type}/${row.aggregate_id}`,
      timeMs: row.created_at.getTime(),
      content: row,
      deadLetter: { group: RELAY, attempts: 1, reason: String(error) },
    })
  }
}

function messageOf({ event_type, payload: stored }: OutboxRow): OutgoingRecord {
  const topic = Object.values<Topic>(topics).find(({ name }) => name === event_type)
  if (!topic) throw malformed(`no topic is called ${event_type}`)
  const { id, key, time_ms, data, traceparent } = payloadOf(stored)
  const message = fromJson(topic.schema, data, { ignoreUnknownFields: true })
  return outgoingRecord({
    topic: topic.name,
    source: topic.source,
    id,
    key,
    timeMs: time_ms,
    body: toBinary(topic.schema, message),
    ...(traceparent !== undefined && { traceparent }),
  })
}

function payloadOf(stored: unknown): OutboxPayload {
  const payload: unknown = typeof stored === 'string' ? JSON.parse(stored) : stored
  if (isPayload(payload)) return payload
  throw malformed('a payload has id, key, time_ms and data')
}

function isPayload(value: unknown): value is OutboxPayload {
  if (typeof value !== 'object' || value === null) return false
  const { id, key, time_ms, data } = value as Record<string, JsonValue | undefined>
  const texts = typeof id === 'string' && typeof key === 'string'
  return texts && typeof time_ms === 'number' && data !== undefined
}

function malformed(message: string): DomainError {
  return new DomainError('invalid', 'malformed_outbox_row', message, {
    into: relayDeadLetters.name,
  })
}
