import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { DomainError } from '@usher/kernel'
import { CommitLog } from './commit-log.ts'
import { lockDirectory, type DirectoryLock } from './directory-lock.ts'
import { KnownTable } from './known-table.ts'
import { listStatement, rowFrom, type SqlValue } from './sqlite-sql.ts'
import type { Change, KeyPart, Table } from './table.ts'
import type { ListOptions, Tables } from './tables.ts'

export interface SqliteTablesOptions {
  /** Where the files are kept; made if absent, readable by its owner alone. */
  readonly directory: string
  /** Called once when the store can no longer write. The process should end and start again. */
  readonly onFailure?: (error: DomainError) => void
  /** Called after each durable write with the number of changes it held and how long it took. */
  readonly onCommit?: (facts: { readonly changes: number; readonly durationMs: number }) => void
}

/**
 * Opens the store kept in `directory`: `usher-*.redo`, the log that makes commits durable, and
 * `usher.db`, the tables that follow it. Fails with conflict / data_dir_in_use when another process
 * has it.
 */
export async function openSqliteTables(options: SqliteTablesOptions): Promise<Tables> {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 })
  const lock = lockDirectory(options.directory)
  try {
    const path = join(options.directory, 'usher.db')
    const log = await CommitLog.open({ ...options, path })
    chmodSync(path, 0o600)
    return new SqliteTables(log, new DatabaseSync(path), lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * Rows are read here, from memory or from the tables; what is written goes through the commit log.
 */
class SqliteTables implements Tables {
  readonly #log: CommitLog
  readonly #database: DatabaseSync
  readonly #lock: DirectoryLock
  readonly #known = new Map<string, KnownTable>()
  #closed = false

  constructor(log: CommitLog, database: DatabaseSync, lock: DirectoryLock) {
    this.#log = log
    this.#database = database
    this.#lock = lock
    // This connection only makes tables: FULL puts a new table on disk before the first record that
    // speaks of it.
    database.exec('PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL')
  }

  get<Row extends object>(table: Table<Row>, ...key: readonly KeyPart[]): Row | undefined {
    return this.#knownTable(table).read(key) as Row | undefined
  }

  commit(changes: readonly Change[]): Promise<void> {
    const refusal = this.#log.refusal()
    if (refusal) return Promise.reject(refusal)
    const durable = this.#log.append(changes)
    for (const change of changes) this.#knownTable(change.table).write(change, this.#log)
    return durable
  }

  async list<Row extends object>(
    table: Table<Row>,
    index: string,
    options: ListOptions,
  ): Promise<readonly Row[]> {
    const plain = table as unknown as Table<object>
    this.#knownTable(table)
    await this.#log.allApplied()
    const { sql, values } = listStatement(plain, index, options)
    const statement = this.#database.prepare(sql)
    statement.setReturnArrays(true)
    const rows = statement.all(...values) as unknown as SqlValue[][]
    return rows.map((row) => rowFrom(plain, row) as Row)
  }

  ready(): boolean {
    return this.#log.refusal() === undefined
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#log.close()
    this.#database.close()
    this.#lock.release()
  }

  #knownTable(table: Table<never>): KnownTable {
    const known = this.#known.get(table.name)
    if (known) return known
    const plain = table as unknown as Table<object>
    const fresh = new KnownTable(this.#database, plain)
    this.#known.set(table.name, fresh)
    if (!fresh.emptyAtStart) this.#log.countKeys(plain, (keys) => fresh.keys.complete(keys))
    return fresh
  }
}
