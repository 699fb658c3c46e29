import { toBinary } from '@bufbuild/protobuf'
import type { TableDescription } from '@usher/stores/dynamodb/ensure-tables'
import type { OutboxMessage } from '../outbox-message.ts'

/**
 * Messages that were stored together with what they tell of. `cdc` reads them from the table's
 * stream; nobody reads the table, and DynamoDB deletes the items in its own time.
 */
export const outboxTable: TableDescription = {
  name: 'outbox',
  key: ['message_id'],
  attributes: { message_id: 'S' },
  stream: true,
  ttl: 'ttl',
}

/** One item. `message_key` is what must stay in order. */
export interface OutboxItem {
  readonly message_id: string
  readonly topic: string
  readonly message_key: string
  readonly time_ms: number
  /** The protobuf encoding. */
  readonly body: Uint8Array
  /** W3C Trace Context of whoever caused the message, where traces are kept. */
  readonly traceparent?: string
  /** Seconds since the epoch. */
  readonly ttl: number
}

/** A stream keeps its records for a day; the items may go after two. */
export const KEEP_SECONDS = 2 * 24 * 60 * 60

/** The action that belongs into the transaction of the change. */
export function putOutbox(
  tableName: string,
  { topic, id, key, timeMs, message, traceparent }: OutboxMessage,
): { readonly Put: { readonly TableName: string; readonly Item: OutboxItem } } {
  const Item: OutboxItem = {
    message_id: id,
    topic: topic.name,
    message_key: key,
    time_ms: timeMs,
    body: toBinary(topic.schema, message),
    ...(traceparent !== undefined && { traceparent }),
    ttl: Math.floor(timeMs / 1000) + KEEP_SECONDS,
  }
  return { Put: { TableName: tableName, Item } }
}
