import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { keyText } from './index-order.ts'
import { type RedoChange, tableFromJson } from './redo.ts'
import { boundValues, deleteStatement, upsertStatement } from './sqlite-sql.ts'
import type { KeyPart, Table } from './table.ts'

/** A durable batch that is not in the tables yet. */
interface Batch {
  readonly sequence: number
  readonly body: string
  readonly size: number
}

/** A transaction applies at least this many waiting changes … */
const SLICE_CHANGES = 128
/** … and at least this share of them, which bounds how far the tables can fall behind a steady load. */
const SLICE_SHARE = 1 / 32

interface Target {
  readonly table: Table<object>
  readonly upsert: StatementSync
  readonly remove: StatementSync
  /** Key text -> the newest change of this slice; older ones never reach the table. */
  readonly changes: Map<string, RedoChange>
}

/** The redo log and the tables behind it, on the writer's connection. */
export class WriteBehind {
  readonly #database: DatabaseSync
  readonly #insert: StatementSync
  readonly #prune: StatementSync
  readonly #targets = new Map<string, Target>()
  #batches: Batch[] = []
  #size = 0

  constructor(database: DatabaseSync) {
    this.#database = database
    database.exec(SETTINGS)
    database.exec(SCHEMA)
    this.#insert = database.prepare('INSERT INTO usher_redo (sequence, body) VALUES (?, ?)')
    this.#prune = database.prepare('DELETE FROM usher_redo WHERE sequence <= ?')
  }

  get waiting(): boolean {
    return this.#batches.length > 0
  }

  /** Applies the whole redo log; answers the number of the newest batch there ever was. */
  replay(): number {
    const rows = this.#database.prepare('SELECT sequence, body FROM usher_redo ORDER BY sequence')
    this.#batches = rows.all().map((row) => {
      const body = String(row['body'])
      return {
        sequence: Number(row['sequence']),
        body,
        size: (JSON.parse(body) as unknown[]).length,
      }
    })
    this.#size = this.#batches.reduce((sum, batch) => sum + batch.size, 0)
    const newest = this.#batches.at(-1)?.sequence
    while (this.waiting) this.append([])
    // Definitions may change before the next batch arrives; they are read again then.
    this.#targets.clear()
    return newest ?? this.#appliedSequence()
  }

  /**
   * One durable transaction: `batches` into the redo log, and a slice of what waited before into the tables. Answers
   * the number up to which the tables are complete, or 0 when nothing was applied. On an error nothing has happened.
   */
  append(batches: readonly Batch[]): number {
    const slice = this.#slice()
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      for (const { sequence, body } of batches) this.#insert.run(sequence, body)
      if (slice.length > 0) this.#apply(slice)
      this.#database.exec('COMMIT')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
    this.#batches.splice(0, slice.length)
    this.#batches.push(...batches)
    for (const { size } of slice) this.#size -= size
    for (const { size } of batches) this.#size += size
    return slice.at(-1)?.sequence ?? 0
  }

  #slice(): readonly Batch[] {
    const atLeast = Math.max(SLICE_CHANGES, this.#size * SLICE_SHARE)
    let changes = 0
    let count = 0
    while (count < this.#batches.length && changes < atLeast) {
      changes += this.#batches[count]?.size ?? 0
      count += 1
    }
    return this.#batches.slice(0, count)
  }

  #apply(slice: readonly Batch[]): void {
    const touched = new Set<Target>()
    for (const { body } of slice) {
      for (const change of JSON.parse(body) as RedoChange[]) {
        const target = this.#target(change[0])
        target.changes.set(changeKey(target.table, change), change)
        touched.add(target)
      }
    }
    for (const target of touched) applyTo(target)
    const last = slice.at(-1)?.sequence ?? 0
    this.#prune.run(last)
    this.#database.prepare('UPDATE usher_applied SET sequence = ?').run(last)
  }

  #target(name: string): Target {
    let target = this.#targets.get(name)
    if (!target) {
      const row = this.#database
        .prepare('SELECT definition FROM usher_tables WHERE name = ?')
        .get(name)
      const table = tableFromJson(String(row?.['definition']))
      target = {
        table,
        upsert: this.#database.prepare(upsertStatement(table)),
        remove: this.#database.prepare(deleteStatement(table)),
        changes: new Map(),
      }
      this.#targets.set(name, target)
    }
    return target
  }

  #appliedSequence(): number {
    const row = this.#database.prepare('SELECT sequence FROM usher_applied').get()
    return Number(row?.['sequence'] ?? 0)
  }
}

/** Rows go in key order: neighbours share pages, and a page is then read and written once a slice. */
function applyTo({ table, upsert, remove, changes }: Target): void {
  for (const key of [...changes.keys()].sort()) {
    const change = changes.get(key)
    if (!change) continue
    if (change[1] === null) remove.run(...change[2])
    else upsert.run(...boundValues(table, change[1]))
  }
  changes.clear()
}

function changeKey(table: Table<object>, change: RedoChange): string {
  if (change[1] === null) return keyText(change[2])
  const columns: readonly string[] = table.columns
  const values = change[1]
  return keyText(table.key.map((column) => values[columns.indexOf(column)] as KeyPart))
}

/** FULL: a commit is on disk when it returns. The log is checkpointed every 16 MiB, in the writer thread. */
const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 4096;
  PRAGMA cache_size = -32768;
  PRAGMA busy_timeout = 10000;
`

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS usher_redo (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS usher_applied (sequence INTEGER NOT NULL);
  INSERT INTO usher_applied SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM usher_applied);
  CREATE TABLE IF NOT EXISTS usher_tables (name TEXT PRIMARY KEY, definition TEXT NOT NULL);
`
