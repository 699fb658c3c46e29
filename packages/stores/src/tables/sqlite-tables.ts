import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { DomainError } from '@usher/kernel'
import { lockDirectory, type DirectoryLock } from './directory-lock.ts'
import { redoChange } from './redo.ts'
import { RowCache } from './row-cache.ts'
import { prepareTable } from './prepare-table.ts'
import { listStatement, rowFrom, selectStatement, type SqlValue } from './sqlite-sql.ts'
import { type Change, type KeyPart, type Table } from './table.ts'
import type { ListOptions, Tables } from './tables.ts'
import { startWriter, type Writer } from './writer.ts'

export interface SqliteTablesOptions {
  /** Where `usher.db` is kept; made if absent, readable by its owner alone. */
  readonly directory: string
  /** Called once when the store can no longer write. The process should end and start again. */
  readonly onFailure?: (error: DomainError) => void
  /** Called after each durable commit with the number of changes it held and how long it took. */
  readonly onCommit?: (facts: { readonly changes: number; readonly durationMs: number }) => void
}

/** Changes that may wait for the disk before new ones are turned away. */
const WAITING_CHANGES_MAX = 200_000

/** Opens the store kept in `directory`. Fails with conflict / data_dir_in_use when another process has it. */
export async function openSqliteTables(options: SqliteTablesOptions): Promise<Tables> {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 })
  const lock = lockDirectory(options.directory)
  try {
    const path = join(options.directory, 'usher.db')
    const writer = await startWriter(path)
    chmodSync(path, 0o600)
    return new SqliteTables(writer, new DatabaseSync(path), lock, options)
  } catch (error) {
    lock.release()
    throw error
  }
}

/** What is known of one table in this process. */
interface Known {
  readonly cache: RowCache
  readonly select: StatementSync
}

/** Commits that share one durable write. */
interface Batch {
  readonly changes: Change[]
  readonly durable: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: DomainError) => void
  readonly sequence: number
}

/**
 * The main thread's side. Rows are read here; they are written by the writer thread, one batch at a time.
 *
 * Modes of the current batch: `empty`, nothing to write; `collecting`, commits join it and it leaves at the end of this
 * turn of the event loop, or, when one is on its way already, as soon as that one is durable.
 */
class SqliteTables implements Tables {
  readonly #writer: Writer
  readonly #database: DatabaseSync
  readonly #lock: DirectoryLock
  readonly #options: SqliteTablesOptions
  readonly #known = new Map<string, Known>()
  readonly #applied: { readonly sequence: number; readonly resolve: () => void }[] = []
  #collecting: Batch
  #onItsWay: { readonly batch: Batch; readonly startedMs: number } | undefined
  #appliedSequence: number
  #full = false
  #closed = false
  #failure: DomainError | undefined

  constructor(
    writer: Writer,
    database: DatabaseSync,
    lock: DirectoryLock,
    options: SqliteTablesOptions,
  ) {
    this.#writer = writer
    this.#database = database
    this.#lock = lock
    this.#options = options
    this.#appliedSequence = writer.sequence
    this.#collecting = newBatch(writer.sequence + 1)
    database.exec('PRAGMA busy_timeout = 10000; PRAGMA synchronous = NORMAL')
    writer.on('durable', () => this.#batchDurable())
    writer.on('applied', (sequence) => this.#rowsApplied(sequence))
    writer.on('full', () => (this.#full = true))
    writer.on('failed', (message) => this.#fail(message))
  }

  get<Row extends object>(table: Table<Row>, ...key: readonly KeyPart[]): Row | undefined {
    const { cache, select } = this.#knownTable(table)
    const cached = cache.get(key)
    if (cached !== undefined) return (cached ?? undefined) as Row | undefined
    const values = select.get(...key) as unknown as SqlValue[] | undefined
    const row = values ? rowFrom(table as unknown as Table<object>, values) : null
    cache.set(key, row)
    return (row ?? undefined) as Row | undefined
  }

  commit(changes: readonly Change[]): Promise<void> {
    const refusal = this.#refusal()
    if (refusal) return Promise.reject(refusal)
    const batch = this.#collecting
    if (batch.changes.length === 0 && !this.#onItsWay) setImmediate(() => this.#send())
    for (const change of changes) {
      const { cache } = this.#knownTable(change.table)
      cache.set(change.key, change.row ?? null)
      cache.turn({ sequence: batch.sequence, applied: this.#appliedSequence })
      batch.changes.push(change)
    }
    return batch.durable
  }

  async list<Row extends object>(
    table: Table<Row>,
    index: string,
    options: ListOptions,
  ): Promise<readonly Row[]> {
    const plain = table as unknown as Table<object>
    this.#knownTable(table)
    await this.#allApplied()
    const { sql, values } = listStatement(plain, index, options)
    const statement = this.#database.prepare(sql)
    statement.setReturnArrays(true)
    const rows = statement.all(...values) as unknown as SqlValue[][]
    return rows.map((row) => rowFrom(plain, row) as Row)
  }

  ready(): boolean {
    return this.#refusal() === undefined
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    if (!this.#failure) {
      await this.#quiet()
      await this.#writer.close()
    }
    this.#database.close()
    this.#lock.release()
  }

  #knownTable(table: Table<never>): Known {
    let known = this.#known.get(table.name)
    if (!known) {
      const plain = table as unknown as Table<object>
      prepareTable(this.#database, plain)
      const select = this.#database.prepare(selectStatement(plain))
      select.setReturnArrays(true)
      known = { cache: new RowCache(), select }
      this.#known.set(table.name, known)
    }
    return known
  }

  #send(): void {
    const batch = this.#collecting
    if (batch.changes.length === 0 || this.#onItsWay || this.#failure) return
    this.#collecting = newBatch(batch.sequence + 1)
    this.#onItsWay = { batch, startedMs: performance.now() }
    this.#writer.append({
      sequence: batch.sequence,
      body: JSON.stringify(batch.changes.map(redoChange)),
      size: batch.changes.length,
    })
  }

  /** What its waiters do next in this turn joins the following batch, which therefore leaves at the turn's end. */
  #batchDurable(): void {
    const sent = this.#onItsWay
    if (!sent) return
    this.#onItsWay = undefined
    this.#full = false
    sent.batch.resolve()
    const durationMs = performance.now() - sent.startedMs
    this.#options.onCommit?.({ changes: sent.batch.changes.length, durationMs })
    setImmediate(() => this.#send())
  }

  #rowsApplied(sequence: number): void {
    this.#appliedSequence = sequence
    while ((this.#applied[0]?.sequence ?? Infinity) <= sequence) this.#applied.shift()?.resolve()
  }

  /** Resolves when every commit made so far can be read from the tables. */
  async #allApplied(): Promise<void> {
    await this.#quiet()
    if (this.#failure) throw this.#failure
    const { sequence } = this.#collecting
    if (this.#appliedSequence >= sequence - 1) return
    await new Promise<void>((resolve) => {
      this.#applied.push({ sequence: sequence - 1, resolve })
      this.#writer.apply()
    })
  }

  /** Resolves when every commit made so far is durable. */
  async #quiet(): Promise<void> {
    const collecting = this.#collecting
    if (collecting.changes.length > 0) await collecting.durable
    else await this.#onItsWay?.batch.durable
  }

  #refusal(): DomainError | undefined {
    if (this.#failure) return this.#failure
    if (this.#closed) return unavailable('storage_closed', 'the store is closed')
    if (this.#full) return unavailable('storage_full', 'the disk is full')
    if (this.#collecting.changes.length >= WAITING_CHANGES_MAX) {
      return unavailable('storage_busy', 'the disk cannot keep up')
    }
    return undefined
  }

  #fail(message: string): void {
    if (this.#failure) return
    const failure = unavailable('storage_failed', `the store cannot write: ${message}`)
    this.#failure = failure
    this.#onItsWay?.batch.reject(failure)
    this.#collecting.reject(failure)
    for (const { resolve } of this.#applied.splice(0)) resolve()
    this.#options.onFailure?.(failure)
  }
}

function newBatch(sequence: number): Batch {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  promise.catch(() => undefined)
  return { changes: [], durable: promise, resolve, reject, sequence }
}

function unavailable(code: string, message: string): DomainError {
  return new DomainError('unavailable', code, message)
}
