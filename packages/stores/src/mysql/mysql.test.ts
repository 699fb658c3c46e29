import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realServer } from '@usher/testing'
import { type SchemaModule, sql } from 'kysely'
import { migrate } from './migrate.ts'
import { isDuplicate } from './mysql-errors.ts'
import { openMysql } from './open-mysql.ts'

const server = realServer('USHER_MYSQL_URL')

interface Names {
  readonly stack_names: { readonly name: string }
}

const migrations = {
  '0001_names': {
    up: async (db: { schema: SchemaModule }) =>
      db.schema
        .createTable('stack_names')
        .addColumn('name', 'varchar(20)', (column) => column.primaryKey())
        .execute(),
  },
}

test('many processes migrate at once, and each finds the schema', server.options, async () => {
  const opened = Array.from({ length: 4 }, () => openMysql<Names>(options()))
  const first = opened[0]
  assert.ok(first)
  await first.db.schema.dropTable('stack_names').ifExists().execute()
  await first.db.schema.dropTable('stack_migrations').ifExists().execute()
  await first.db.schema.dropTable('stack_migrations_lock').ifExists().execute()
  await Promise.all(opened.map(({ db }) => migrate(db, { service: 'stack', migrations })))
  await first.db.insertInto('stack_names').values({ name: '夜雨' }).execute()
  const duplicate = first.db.insertInto('stack_names').values({ name: '夜雨' }).execute()
  await assert.rejects(duplicate, (error) => isDuplicate(error, 'PRIMARY'))
  await Promise.all(opened.map((mysql) => mysql.close()))
})

test('sessions are strict, in UTC, and read what is committed', server.options, async () => {
  const mysql = openMysql<Names>(options())
  const { rows } = await sql<{ zone: string; isolation: string; mode: string }>`
    SELECT @@time_zone AS zone, @@transaction_isolation AS isolation, @@sql_mode AS mode
  `.execute(mysql.db)
  assert.equal(rows[0]?.zone, '+00:00')
  assert.equal(rows[0]?.isolation, 'READ-COMMITTED')
  assert.match(rows[0]?.mode ?? '', /STRICT_ALL_TABLES/)
  await mysql.close()
})

test('a server that is not there is unavailable', async () => {
  const mysql = openMysql<Names>({ ...options(), url: 'mysql://u:p@127.0.0.1:1/nothing' })
  await assert.rejects(mysql.ping(), { kind: 'unavailable', code: 'mysql_unavailable' })
  await mysql.close()
})

test('an address that is none is refused with an example', () => {
  assert.throws(() => openMysql({ ...options(), url: 'localhost' }), { code: 'invalid_config' })
})

function options() {
  return { url: server.address, poolSize: 2, timeoutMs: 2000 }
}
