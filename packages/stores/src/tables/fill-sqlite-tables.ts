import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { prepareTable } from './prepare-table.ts'
import { boundValues, insertStatement, rowValues } from './sqlite-sql.ts'
import type { Table } from './table.ts'
import { WriteBehind } from './write-behind.ts'

/** Primary result code SQLITE_CONSTRAINT: https://www.sqlite.org/rescode.html */
const CONSTRAINT = 19

/**
 * Fills a new store without the log that an open store keeps for every commit, a transaction for
 * each run of rows of one table. All of it is durable when `finish` returns, who knows what before.
 */
export interface TableFiller {
  /** False, and nothing happens, when a row with this key is there. */
  insert<Row extends object>(table: Table<Row>, row: Row): boolean
  /** Makes everything durable. */
  finish(): void
  /** Lets go of the file, which is then good for nothing. */
  abandon(): void
}

/** Makes a store in `directory`, which has none yet. */
export function fillSqliteTables(directory: string): TableFiller {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, 'usher.db')
  const database = new DatabaseSync(path)
  chmodSync(path, 0o600)
  return new SqliteTableFiller(database)
}

class SqliteTableFiller implements TableFiller {
  readonly #database: DatabaseSync
  readonly #inserts = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
    // An open store expects the tables that say what was applied; it makes them itself.
    void new WriteBehind(database)
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL')
  }

  insert<Row extends object>(table: Table<Row>, row: Row): boolean {
    const plain = table as unknown as Table<object>
    try {
      this.#insert(plain).run(...boundValues(plain, rowValues(plain, row)))
      return true
    } catch (error) {
      if ((error as { errcode?: number }).errcode === undefined) throw error
      if (((error as { errcode: number }).errcode & 0xff) !== CONSTRAINT) throw error
      return false
    }
  }

  finish(): void {
    if (this.#database.isTransaction) this.#database.exec('COMMIT')
    this.#database.close()
  }

  abandon(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
    this.#database.close()
  }

  #insert(table: Table<object>): StatementSync {
    const known = this.#inserts.get(table.name)
    if (known) return known
    // Tables are made in transactions of their own, so rows wait until the next one is known.
    if (this.#database.isTransaction) this.#database.exec('COMMIT')
    prepareTable(this.#database, table)
    const statement = this.#database.prepare(insertStatement(table))
    this.#inserts.set(table.name, statement)
    this.#database.exec('BEGIN')
    return statement
  }
}
