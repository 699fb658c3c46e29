import { DomainError } from '@usher/kernel'
import { Kysely, MysqlDialect, sql } from 'kysely'
import { createPool, type Pool } from 'mysql2'
import { boundedPool } from './bounded-pool.ts'
import { unavailableWhenLost } from './mysql-errors.ts'

export interface MysqlOptions {
  /** `mysql://user:password@host:port/database` */
  readonly url: string
  readonly poolSize: number
  /** To connect, and for one statement. */
  readonly timeoutMs: number
}

/** A database of MySQL 8 or MariaDB 10.11 and newer, over a pool that reconnects by itself. */
export interface Mysql<Database> {
  readonly db: Kysely<Database>
  /**
   * Rejects with unavailable / mysql_unavailable while the server cannot be reached, and with
   * invalid / invalid_config when it does not let us in or has no such database.
   */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Connects with the first statement. Throws invalid / invalid_config for a wrong address. */
export function openMysql<Database>(options: MysqlOptions): Mysql<Database> {
  const pool = openPool(options)
  const db = new Kysely<Database>({
    dialect: new MysqlDialect({ pool: boundedPool(pool, options) }),
  })
  return {
    db,
    ping: () => pingOf(db),
    close: () => db.destroy(),
  }
}

function openPool({ url, poolSize, timeoutMs }: MysqlOptions): Pool {
  requireAddress(url)
  const pool = createPool({
    uri: url,
    connectionLimit: poolSize,
    connectTimeout: timeoutMs,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    supportBigNumbers: true,
    // More than that is a bug: they would only wait for each other.
    queueLimit: poolSize * 100,
    enableKeepAlive: true,
  })
  // They stand in the connection's queue before whatever it was opened for.
  pool.on('connection', (connection) => {
    for (const statement of sessionSettings(timeoutMs)) {
      connection.query(statement, (error) => {
        if (error) connection.destroy()
      })
    }
  })
  return pool
}

function requireAddress(url: string): void {
  if (URL.canParse(url) && /^mysql:$/.test(new URL(url).protocol)) return
  const message =
    'USHER_MYSQL_URL must be an address such as mysql://user:password@host:3306/database'
  throw new DomainError('invalid', 'invalid_config', message)
}

/**
 * Session settings that hold whatever the server's defaults are: strict types, times in UTC, an
 * isolation under which `SKIP LOCKED` neither deadlocks nor locks gaps, and waits for rows that end
 * before the statement's time does.
 * MySQL and MariaDB call the variable of the isolation otherwise, but take the same statement.
 */
function sessionSettings(timeoutMs: number): readonly string[] {
  return [
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    "SET SESSION sql_mode = 'TRADITIONAL,ONLY_FULL_GROUP_BY', time_zone = '+00:00', " +
      `innodb_lock_wait_timeout = ${Math.ceil(timeoutMs / 2000)}`,
  ]
}

/** Wrong passwords and missing databases are for whoever set the address to mend. */
const refusals = new Set(['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR'])

async function pingOf<Database>(db: Kysely<Database>): Promise<void> {
  try {
    await unavailableWhenLost(() => sql`SELECT 1`.execute(db))
  } catch (error) {
    const { code = '', message = '', cause } = error as Failure
    if (refusals.has(code)) {
      const told = `USHER_MYSQL_URL: the server refuses: ${message}`
      throw new DomainError('invalid', 'invalid_config', told, {}, error)
    }
    if (code !== 'mysql_unavailable') throw error
    const told = `USHER_MYSQL_URL: the server does not answer: ${cause?.message || cause?.code}`
    throw new DomainError('unavailable', code, told, {}, cause)
  }
}

interface Failure {
  readonly code?: string
  readonly message?: string
  readonly cause?: Failure
}
