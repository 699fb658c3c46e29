import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realServer, untilWithin } from '@usher/testing'
import { type SchemaModule, sql } from 'kysely'
import { migrate } from './migrate.ts'
import { isDuplicate, runOnMysql } from './mysql-errors.ts'
import { openMysql } from './open-mysql.ts'
import { temporaryDatabase } from './temporary-database.fixture.ts'

const server = realServer('USHER_MYSQL_URL')
const until = untilWithin(30_000)

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

test('many processes migrate at once, and each finds the schema', server.options, async (t) => {
  const { url, close } = await temporaryDatabase<Names>(server.address)
  t.after(close)
  const opened = Array.from({ length: 4 }, () => openMysql<Names>({ ...options(), url }))
  const first = opened[0]
  assert.ok(first)
  await Promise.all(opened.map(({ db }) => migrate(db, { service: 'stack', migrations })))
  await first.db.insertInto('stack_names').values({ name: '夜雨' }).execute()
  const duplicate = first.db.insertInto('stack_names').values({ name: '夜雨' }).execute()
  await assert.rejects(duplicate, (error) => isDuplicate(error, 'PRIMARY'))
  await Promise.all(opened.map((mysql) => mysql.close()))
})

test(
  'a schema of a newer release is refused, and what to do is said',
  server.options,
  async (t) => {
    const { mysql, close } = await temporaryDatabase<Names>(server.address)
    t.after(close)
    const nothing = { up: async () => undefined }
    const newer = { ...migrations, '0002_more': nothing }
    await migrate(mysql.db, { service: 'stack', migrations: newer })
    await assert.rejects(migrate(mysql.db, { service: 'stack', migrations }), {
      code: 'migration_failed',
      message: /of stack was changed by a newer release \(0002_more\): start that release/,
    })
  },
)

for (const [name, { address, options: where }] of Object.entries({
  MySQL: server,
  MariaDB: realServer('USHER_MARIADB_URL'),
})) {
  test(`${name}: sessions are strict, in UTC, and read what is committed`, where, async (t) => {
    const mysql = openMysql<Names>({ ...options(), url: address })
    t.after(() => mysql.close())
    const { rows } = await sql<{ Variable_name: string; Value: string }>`
      SHOW SESSION VARIABLES WHERE Variable_name IN
        ('time_zone', 'sql_mode', 'tx_isolation', 'transaction_isolation')
    `.execute(mysql.db)
    const values = new Map(rows.map((row) => [row.Variable_name, row.Value]))
    assert.equal(values.get('time_zone'), '+00:00')
    const isolation = values.get('transaction_isolation') ?? values.get('tx_isolation')
    assert.equal(isolation, 'READ-COMMITTED')
    assert.match(values.get('sql_mode') ?? '', /STRICT_ALL_TABLES/)
  })

  test(
    `${name}: a statement that takes too long is given up, the next one is not`,
    where,
    async (t) => {
      const mysql = openMysql<Names>({ url: address, poolSize: 1, timeoutMs: 300 })
      t.after(() => mysql.close())
      const slow = runOnMysql(() => sql`SELECT SLEEP(30)`.execute(mysql.db))
      await assert.rejects(slow, { kind: 'unavailable', code: 'mysql_unavailable' })
      // A busy machine may take longer than that to connect.
      await until(() =>
        mysql.ping().then(
          () => true,
          () => false,
        ),
      )
    },
  )

  test(`${name}: a wrong password is a wrong setting`, where, async (t) => {
    const url = new URL(address)
    url.password = 'wrong'
    const mysql = openMysql<Names>({ ...options(), url: url.href })
    t.after(() => mysql.close())
    await assert.rejects(mysql.ping(), { kind: 'invalid', code: 'invalid_config' })
  })
}

test('a server that is not there is unavailable', async () => {
  const mysql = openMysql<Names>({ ...options(), url: 'mysql://u:p@127.0.0.1:1/nothing' })
  await assert.rejects(mysql.ping(), {
    kind: 'unavailable',
    code: 'mysql_unavailable',
    message: /^USHER_MYSQL_URL: the server does not answer: .*ECONNREFUSED/,
  })
  await mysql.close()
})

test('an address that is none is refused with an example', () => {
  assert.throws(() => openMysql({ ...options(), url: 'localhost' }), { code: 'invalid_config' })
})

function options() {
  return { url: server.address, poolSize: 2, timeoutMs: 30_000 }
}
