import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { keyText } from './index-order.ts'
import { tableFromJson } from './prepare-table.ts'
import type { RedoChange } from './redo-change.ts'
import { boundValues, deleteStatement, upsertStatement } from './sqlite-sql.ts'
import type { KeyPart, Table } from './table.ts'

/** A durable batch that is not in the tables yet. */
interface Batch {
  readonly sequence: number
  readonly body: string
  readonly size: number
}

/** Changes applied in one transaction; bounds how long one holds the file, and its memory. */
const SLICE_CHANGES = 60_000
/** The write-ahead log is brought home when it has grown by this many changes. */
const CHECKPOINT_CHANGES = 200_000

interface Target {
  readonly table: Table<object>
  readonly upsert: StatementSync
  readonly remove: StatementSync
  /** Key text -> the newest change of this slice; older ones never reach the table. */
  readonly changes: Map<string, RedoChange>
}

/** The tables and the durable batches that wait to be applied to them. */
export class WriteBehind {
  readonly #database: DatabaseSync
  readonly #targets = new Map<string, Target>()
  readonly #markApplied: StatementSync
  readonly #batches: Batch[] = []
  #size = 0
  #sequence: number
  #sinceCheckpoint = 0

  constructor(database: DatabaseSync) {
    this.#database = database
    database.exec(SETTINGS)
    database.exec(SCHEMA)
    this.#markApplied = database.prepare('UPDATE usher_applied SET sequence = ?')
    const row = database.prepare('SELECT sequence FROM usher_applied').get()
    this.#sequence = Number(row?.['sequence'] ?? 0)
  }

  /** The tables hold every batch up to this one. */
  get sequence(): number {
    return this.#sequence
  }

  /** Changes that wait. */
  get size(): number {
    return this.#size
  }

  append(batch: Batch): void {
    if (batch.sequence <= this.#sequence) return
    this.#batches.push(batch)
    this.#size += batch.size
  }

  /**
   * Applies the oldest batches in one transaction; answers the new `sequence`. On an error nothing
   * has happened.
   */
  applySlice(): number {
    const slice = this.#slice()
    const last = slice.at(-1)?.sequence ?? this.#sequence
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      this.#apply(slice)
      this.#markApplied.run(last)
      this.#database.exec('COMMIT')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
    this.#batches.splice(0, slice.length)
    for (const { size } of slice) {
      this.#size -= size
      this.#sinceCheckpoint += size
    }
    this.#sequence = last
    return last
  }

  /** Puts the tables on disk when it is time, or `now`. Answers the sequence that is safe, or 0. */
  checkpoint(now: boolean): number {
    if (!now && this.#sinceCheckpoint < CHECKPOINT_CHANGES) return 0
    const row = this.#database.prepare('PRAGMA wal_checkpoint(RESTART)').get()
    if (row?.['busy'] !== 0) return 0
    this.#sinceCheckpoint = 0
    return this.#sequence
  }

  #slice(): readonly Batch[] {
    let changes = 0
    let count = 0
    while (count < this.#batches.length && changes < SLICE_CHANGES) {
      changes += this.#batches[count]?.size ?? 0
      count += 1
    }
    return this.#batches.slice(0, count)
  }

  #apply(slice: readonly Batch[]): void {
    const touched = new Set<Target>()
    for (const { body } of slice) {
      for (const change of JSON.parse(body) as RedoChange[]) {
        const target = this.#target(change)
        target.changes.set(changeKey(target.table, change), change)
        touched.add(target)
      }
    }
    for (const target of touched) applyTo(target)
  }

  /** Read again when rows have another width: the table has gained a column since. */
  #target([name, values]: RedoChange): Target {
    let target = this.#targets.get(name)
    if (!target || (values && values.length !== target.table.columns.length)) {
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
}

/**
 * Rows go in key order: neighbours share pages, and a page is then read and written once a slice.
 */
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

/**
 * FULL: each slice goes to disk by itself. Safety asks for less, since the redo log has what is
 * newer than a checkpoint; but what a checkpoint finds unsynced goes to disk at once, and syncs of
 * the redo log, for which sales wait, stand behind it for a tenth of a second.
 */
const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -32768;
  PRAGMA busy_timeout = 1000;
`

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS usher_applied (sequence INTEGER NOT NULL);
  INSERT INTO usher_applied SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM usher_applied);
  CREATE TABLE IF NOT EXISTS usher_tables (name TEXT PRIMARY KEY, definition TEXT NOT NULL);
`
