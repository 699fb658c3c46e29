import { type JsonValue, toJson } from '@bufbuild/protobuf'
import type { Migrations } from '@usher/stores/mysql/migrate'
import { type ColumnType, type Generated, type Kysely, sql } from 'kysely'
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

/** Makes the table; for the services that write to it, before their own migrations. */
export const outboxMigrations: Migrations = {
  '0001_outbox_events': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('outbox_events')
        .ifNotExists()
        .addColumn('id', 'bigint', (column) => column.unsigned().autoIncrement().primaryKey())
        .addColumn('aggregate_id', 'bigint', (column) => column.unsigned().notNull())
        .addColumn('aggregate_type', 'varchar(50)', (column) => column.notNull())
        .addColumn('event_type', 'varchar(50)', (column) => column.notNull())
        .addColumn('payload', 'json', (column) => column.notNull())
        .addColumn('created_at', 'timestamp(3)', (column) =>
          column.notNull().defaultTo(sql`CURRENT_TIMESTAMP(3)`),
        )
        .addColumn('processed', 'boolean', (column) => column.notNull().defaultTo(false))
        .execute()
      await db.schema
        .createIndex('idx_outbox_processed')
        .on('outbox_events')
        .columns(['processed', 'created_at'])
        .execute()
    },
  },
  // Finds the first unprocessed row of each aggregate without reading the others.
  '0002_outbox_aggregates': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createIndex('idx_outbox_aggregates')
        .on('outbox_events')
        .columns(['processed', 'aggregate_type', 'aggregate_id', 'id'])
        .execute()
    },
  },
}
