import { type JsonValue, toJson } from '@bufbuild/protobuf'
import type { ColumnType, Generated } from 'kysely'
import type { OutboxMessage } from '../outbox-message.ts'

/** The specification's table `outbox_events`. */
export interface OutboxEventsTable {
  readonly id: Generated<number>
  readonly aggregate_id: number
  /** `event` … */
  readonly aggregate_type: string
  /** The topic. */
  readonly event_type: string
  /** An `OutboxPayload`; read as an object or as text, as the server and its driver like it. */
  readonly payload: ColumnType<unknown, string, never>
  readonly created_at: ColumnType<Date, never, never>
  readonly processed: ColumnType<number, number, number>
}

export interface OutboxDatabase {
  readonly outbox_events: OutboxEventsTable
}

/** What the relay needs to publish the message. */
export interface OutboxPayload {
  readonly id: string
  readonly key: string
  readonly time_ms: number
  /** The message in protobuf's JSON mapping. */
  readonly data: JsonValue
  /** W3C Trace Context of whoever caused the message. */
  readonly traceparent?: string
}

/** The row to insert in the transaction of the change. */
export function outboxRow(
  { aggregateType, aggregateId }: { readonly aggregateType: string; readonly aggregateId: number },
  { topic, id, key, timeMs, message, traceparent }: OutboxMessage,
) {
  const data = toJson(topic.schema, message)
  const trace = traceparent === undefined ? {} : { traceparent }
  const payload: OutboxPayload = { id, key, time_ms: timeMs, data, ...trace }
  return {
    aggregate_id: aggregateId,
    aggregate_type: aggregateType,
    event_type: topic.name,
    payload: JSON.stringify(payload),
    processed: 0,
  }
}
