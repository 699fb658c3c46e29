import { DomainError } from '@usher/kernel'
import { Kysely, MysqlDialect } from 'kysely'
import { createPool, type Pool } from 'mysql2'
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
  /** Rejects with unavailable / mysql_unavailable while the server cannot be reached. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Connects with the first statement. Throws invalid / invalid_config for a wrong address. */
export function openMysql<Database>(options: MysqlOptions): Mysql<Database> {
  const pool = openPool(options)
  const db = new Kysely<Database>({ dialect: new MysqlDialect({ pool }) })
  return {
    db,
    ping: () => unavailableWhenLost(() => pingOf(pool)),
    close: () => db.destroy(),
  }
}

/**
 * Session settings that hold whatever the server's defaults are: strict types, times in UTC, and an
 * isolation under which `SKIP LOCKED` neither deadlocks nor locks gaps.
 */
const SESSION =
  "SET SESSION sql_mode = 'TRADITIONAL,ONLY_FULL_GROUP_BY', time_zone = '+00:00', " +
  'transaction_isolation = "READ-COMMITTED"'
/** Of MariaDB, which calls the last one otherwise. */
const SESSION_MARIADB = SESSION.replace('transaction_isolation', 'tx_isolation')

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
  pool.on('connection', (connection) => {
    connection.query(SESSION, (error) => {
      if (error) connection.query(SESSION_MARIADB)
    })
  })
  return pool
}

function requireAddress(url: string): void {
  if (URL.canParse(url) && /^mysql:$/.test(new URL(url).protocol)) return
  const message =
    'USHER_MYSQL_URL must be an address such as mysql://user:password@host:3306/database'
  throw new DomainError('invalid', 'invalid_config', message)
}

function pingOf(pool: Pool): Promise<void> {
  return new Promise((resolve, reject) => {
    pool.query('SELECT 1', (error) => (error ? reject(error) : resolve()))
  })
}
