import { sql } from 'kysely'
import { type Mysql, openMysql } from './open-mysql.ts'

const POOL = 8
/** Servers of tests are busy, and nothing here is about one that is slow. */
const TIMEOUT_MS = 30_000
let made = 0

export interface TemporaryDatabase<Database> {
  readonly mysql: Mysql<Database>
  readonly url: string
  /** Removes it with everything in it. */
  readonly close: () => Promise<void>
}

/** A database of its own on the server at `address`, so that tests do not meet. */
export async function temporaryDatabase<Database>(
  address: string,
): Promise<TemporaryDatabase<Database>> {
  const name = `usher_test_${process.pid}_${made++}`
  const server = openMysql<unknown>({ url: address, poolSize: 1, timeoutMs: TIMEOUT_MS })
  await sql`CREATE DATABASE ${sql.id(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`.execute(
    server.db,
  )
  const url = new URL(address)
  url.pathname = `/${name}`
  const mysql = openMysql<Database>({ url: url.href, poolSize: POOL, timeoutMs: TIMEOUT_MS })
  return {
    mysql,
    url: url.href,
    async close() {
      await mysql.close()
      await sql`DROP DATABASE ${sql.id(name)}`.execute(server.db)
      await server.close()
    },
  }
}
