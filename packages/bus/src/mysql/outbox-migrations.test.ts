import assert from 'node:assert/strict'
import { test } from 'node:test'
import { migrate } from '@usher/stores/mysql/migrate'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { temporaryDatabase } from '@usher/stores/mysql/temporary-database.fixture'
import { realServer } from '@usher/testing'
import { type Kysely, type KyselyPlugin, sql } from 'kysely'
import { openOutbox } from './open-outbox.fixture.ts'
import type { OutboxDatabase } from './outbox-events.ts'
import { outboxMigrations } from './outbox-migrations.ts'

const mysql = realServer('USHER_MYSQL_URL')
const mariadb = realServer('USHER_MARIADB_URL')
const service = 'outbox'
const ofRow = {
  aggregate_id: 1,
  aggregate_type: 'event',
  event_type: 'event.updated',
  payload: '{}',
  processed: 0,
}

for (const [name, { address, options }] of Object.entries({ mysql, mariadb })) {
  test(`the outbox is made, wherever the making is interrupted, on ${name}`, options, async (t) => {
    for (let killedAfter = 0; ; killedAfter++) {
      const { mysql: database, url, close } = await temporaryDatabase<OutboxDatabase>(address)
      t.after(close)
      const killed = await migrateUntil(killedAfter, url)
      await migrate(database.db, { service, migrations: outboxMigrations })
      assert.deepEqual(await indexesOf(database.db), [
        'PRIMARY',
        'idx_outbox_aggregates',
        'idx_outbox_processed',
      ])
      if (!killed) return assert.ok(killedAfter > Object.keys(outboxMigrations).length * 2)
    }
  })

  test(
    `times of before stay what they were, and 2038 comes and goes, on ${name}`,
    options,
    async (t) => {
      const { mysql: database, close } = await temporaryDatabase<OutboxDatabase>(address)
      t.after(close)
      const { db } = database
      const { '0003_outbox_created_at': _, ...before } = outboxMigrations
      await migrate(db, { service, migrations: before })
      await db.insertInto('outbox_events').values(ofRow).execute()
      const [old] = await timesOf(db)
      await migrate(db, { service, migrations: outboxMigrations })
      await insertInAnotherZone(db)
      const [same, fresh] = await timesOf(db)
      assert.deepEqual(same, old)
      assert.ok(Math.abs(Number(fresh) - Number(old)) < 600_000, 'a time is told in UTC')
      const later = new Date('2040-02-29T12:00:00.123Z')
      await sql`UPDATE outbox_events SET created_at = ${later} WHERE id = 2`.execute(db)
      assert.deepEqual((await timesOf(db))[1], later)
    },
  )
}

test('an outbox of a server is whole when it is opened twice at once', mysql.options, async (t) => {
  const outbox = await openOutbox(mysql.address)
  t.after(outbox.close)
  const again = () => migrate(outbox.db, { service, migrations: outboxMigrations })
  await Promise.all([again(), again()])
})

/** False when the whole took no more changes of definitions and records than that. */
async function migrateUntil(killedAfter: number, url: string): Promise<boolean> {
  const dying = openMysql<OutboxDatabase>({ url, poolSize: 2, timeoutMs: 60_000 })
  const db = dying.db.withPlugin(killing(killedAfter))
  const migrated = migrate(db, { service, migrations: outboxMigrations })
  const killed = await migrated.then(
    () => false,
    (error: unknown) => /killed/.test(String(error)) || Promise.reject(error as Error),
  )
  // The locks of a process end with its connections.
  await dying.close()
  return killed
}

/** What comes after so many statements that change anything is never sent. */
function killing(killedAfter: number): KyselyPlugin {
  let sent = 0
  const changes = new Set(['CreateTableNode', 'CreateIndexNode', 'RawNode', 'InsertQueryNode'])
  return {
    transformQuery({ node }) {
      if (changes.has(node.kind) && sent++ >= killedAfter) throw new Error('killed')
      return node
    },
    transformResult: async ({ result }) => result,
  }
}

async function indexesOf(db: Kysely<OutboxDatabase>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`SELECT DISTINCT index_name AS name
    FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = 'outbox_events'`.execute(db)
  return rows.map(({ name }) => name).toSorted()
}

async function timesOf(db: Kysely<OutboxDatabase>): Promise<readonly Date[]> {
  const rows = await db.selectFrom('outbox_events').select('created_at').orderBy('id').execute()
  return rows.map(({ created_at }) => created_at)
}

/** As somebody does who is no process of ours. */
function insertInAnotherZone(db: Kysely<OutboxDatabase>): Promise<void> {
  return db.connection().execute(async (connection) => {
    await sql`SET time_zone = '+05:00'`.execute(connection)
    await connection.insertInto('outbox_events').values(ofRow).execute()
    await sql`SET time_zone = '+00:00'`.execute(connection)
  })
}
