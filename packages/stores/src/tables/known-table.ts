import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { keyText } from './index-order.ts'
import { KnownKeys } from './known-keys.ts'
import { prepareTable } from './prepare-table.ts'
import { type Progress, RowCache } from './row-cache.ts'
import { emptyStatement, rowFrom, selectStatement, type SqlValue } from './sqlite-sql.ts'
import type { Change, KeyPart, Table } from './table.ts'

/**
 * What this process knows of one table: its newest rows, which keys it lacks, and how to read the
 * rest.
 */
export class KnownTable {
  readonly keys = new KnownKeys()
  /** It held no row when this process first looked. */
  readonly emptyAtStart: boolean
  readonly #table: Table<object>
  readonly #cache = new RowCache()
  readonly #select: StatementSync

  /** Makes the table when it is not there. */
  constructor(database: DatabaseSync, table: Table<object>) {
    prepareTable(database, table)
    this.#table = table
    this.#select = database.prepare(selectStatement(table))
    this.#select.setReturnArrays(true)
    this.emptyAtStart = database.prepare(emptyStatement(table)).get() === undefined
    if (this.emptyAtStart) this.keys.complete()
  }

  /** From memory if it can, else from the table. */
  read(key: readonly KeyPart[]): object | undefined {
    const text = keyText(key)
    const cached = this.#cache.get(text)
    if (cached !== undefined) return cached ?? undefined
    if (this.keys.lacks(text)) return undefined
    const values = this.#select.get(...key) as unknown as SqlValue[] | undefined
    const row = values ? rowFrom(this.#table, values) : null
    this.#cache.set(text, row)
    return row ?? undefined
  }

  /** Keeps the change in memory until the table has it. */
  write({ key, row }: Change, progress: Progress): void {
    const text = keyText(key)
    if (row) this.keys.add(text)
    this.#cache.set(text, row ?? null)
    this.#cache.turn(progress)
  }
}
