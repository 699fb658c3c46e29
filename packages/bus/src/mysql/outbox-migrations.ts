import type { Migrations } from '@usher/stores/mysql/migrate'
import { type Kysely, sql } from 'kysely'

/**
 * Makes the table; for the services that write to it, before their own migrations. Processes of the
 * version before go on working while one of them runs, and after. Each may be killed at any point
 * and run again: servers take back no definition, so that what is there is left as it is.
 */
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
      await addIndex(db, 'idx_outbox_processed', ['processed', 'created_at'])
    },
  },
  // Finds the first unprocessed row of each aggregate without reading the others.
  '0002_outbox_aggregates': {
    async up(db: Kysely<unknown>): Promise<void> {
      const columns = ['processed', 'aggregate_type', 'aggregate_id', 'id']
      await addIndex(db, 'idx_outbox_aggregates', columns)
    },
  },
  // A TIMESTAMP ends in January 2038. Nobody names the column when writing, and our sessions are in
  // UTC, in which it is changed: to processes of the version before it is what it was.
  '0003_outbox_created_at': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`ALTER TABLE outbox_events
        MODIFY created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3))`.execute(db)
    },
  },
}

const DUPLICATE_KEY_NAME = 1061

async function addIndex(
  db: Kysely<unknown>,
  name: string,
  columns: readonly string[],
): Promise<void> {
  const index = db.schema.createIndex(name).on('outbox_events')
  try {
    await index.columns([...columns]).execute()
  } catch (error) {
    if ((error as { errno?: number }).errno !== DUPLICATE_KEY_NAME) throw error
  }
}
