import { DomainError } from '@usher/kernel'
import { isDiskFull } from './storage-failure.ts'
import { openRedoLog, type RedoLog } from './redo-log.ts'
import { redoChange } from './redo-change.ts'
import type { KeyFilter } from './key-filter.ts'
import type { Change, Table } from './table.ts'
import { startTableWriter, type TableWriter } from './table-writer-thread.ts'

export interface CommitLogOptions {
  readonly directory: string
  /** The database that the table writer keeps. */
  readonly path: string
  readonly onFailure?: (error: DomainError) => void
  readonly onCommit?: (facts: { readonly changes: number; readonly durationMs: number }) => void
}

/** Changes that may wait for the disk before new ones are turned away. */
const WAITING_CHANGES_MAX = 200_000
/** Durable changes that the tables may be behind before the next batch waits for them. */
const BEHIND_CHANGES_MAX = 400_000
/** A full disk is tried again this often. */
const FULL_RETRY_MS = 250

/** Commits that share one durable write. */
interface Batch {
  readonly changes: Change[]
  readonly durable: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: DomainError) => void
}

interface Applying {
  readonly sequence: number
  readonly size: number
}

/**
 * Makes commits durable, many at a time, and passes them on to the table writer.
 *
 * Modes: `idle`, nothing waits; `collecting`, commits join the current batch, which leaves at the
 * end of this turn of the event loop, or, while another batch is `writing`, when that one is
 * durable; `full`, the disk has no space, the batch is tried again and new commits are refused;
 * `failed`, for ever: the process must start again; `closed`.
 */
export class CommitLog {
  readonly #log: RedoLog
  readonly #writer: TableWriter
  readonly #options: CommitLogOptions
  readonly #applying: Applying[] = []
  readonly #waitingForTables: { readonly sequence: number; readonly resolve: () => void }[] = []
  readonly #counting = new Map<string, (keys: KeyFilter) => void>()
  #collecting = newBatch()
  #writing: Batch | undefined
  #behind = 0
  #applied: number
  #safe = 0
  #full = false
  #closed = false
  #failure: DomainError | undefined

  private constructor(log: RedoLog, writer: TableWriter, options: CommitLogOptions) {
    this.#log = log
    this.#writer = writer
    this.#options = options
    this.#applied = writer.sequence
  }

  /** Opens the log and applies what the tables lack. */
  static async open(options: CommitLogOptions): Promise<CommitLog> {
    let self: CommitLog | undefined
    const tell = (what: (log: CommitLog) => void): void => {
      if (self) what(self)
    }
    const writer = await startTableWriter(options.path, {
      applied: (sequence) => tell((log) => log.#tablesApplied(sequence)),
      safe: (sequence) => tell((log) => log.#tablesSafe(sequence)),
      counted: (table, keys) => tell((log) => log.#counting.get(table)?.(keys)),
      failed: (message) => tell((log) => log.#fail(new Error(message))),
    })
    const { log, records } = await openRedoLog(options.directory, writer.sequence)
    self = new CommitLog(log, writer, options)
    for (const record of records) {
      if (record.sequence > writer.sequence) self.#follow(record, sizeOf(record.body))
    }
    await self.allApplied()
    return self
  }

  /** Number of the batch that commits join now. */
  get sequence(): number {
    return this.#log.sequence + (this.#writing ? 2 : 1)
  }

  /** The tables hold every batch up to this one. */
  get applied(): number {
    return this.#applied
  }

  /** Why a commit would be refused now, if it would. */
  refusal(): DomainError | undefined {
    if (this.#failure) return this.#failure
    if (this.#closed) return unavailable('storage_closed', 'the store is closed')
    if (this.#full) return unavailable('storage_full', 'the disk is full')
    if (this.#collecting.changes.length >= WAITING_CHANGES_MAX) {
      return unavailable('storage_busy', 'the disk cannot keep up')
    }
    return undefined
  }

  /**
   * Adds changes, which stay together, to the current batch; resolves when it is durable. No
   * changes wait for those before them: a batch without any would never leave.
   */
  append(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return this.#quiet()
    const batch = this.#collecting
    if (batch.changes.length === 0) setImmediate(() => this.#write())
    for (const change of changes) batch.changes.push(change)
    return batch.durable
  }

  /** Resolves when everything appended so far can be read from the tables. */
  async allApplied(): Promise<void> {
    await this.#quiet()
    if (this.#failure) throw this.#failure
    const sequence = this.#log.sequence
    if (this.#applied >= sequence) return
    await new Promise<void>((resolve) => {
      this.#waitingForTables.push({ sequence, resolve })
      this.#writer.apply()
    })
    if (this.#failure) throw this.#failure
  }

  /** Has the keys that `table` holds counted, in the other thread. */
  countKeys(table: Table<object>, done: (keys: KeyFilter) => void): void {
    this.#counting.set(table.name, done)
    this.#writer.countKeys(table)
  }

  /** Makes everything durable, brings it into the tables and lets go of the files. */
  async close(): Promise<void> {
    if (!this.#failure) await this.#quiet()
    this.#closed = true
    await this.#writer.close()
    await this.#log.close()
    if (!this.#failure) await this.#log.forget(this.#safe)
  }

  #write(): void {
    const batch = this.#collecting
    if (batch.changes.length === 0 || this.#writing || this.#failure) return
    if (this.#behind > BEHIND_CHANGES_MAX) return
    this.#collecting = newBatch()
    this.#writing = batch
    void this.#makeDurable(batch, JSON.stringify(batch.changes.map(redoChange)))
  }

  async #makeDurable(batch: Batch, body: string): Promise<void> {
    const startedMs = performance.now()
    try {
      const sequence = await this.#log.append(body)
      this.#writing = undefined
      this.#full = false
      this.#follow({ sequence, body }, batch.changes.length)
      batch.resolve()
      const durationMs = performance.now() - startedMs
      this.#options.onCommit?.({ changes: batch.changes.length, durationMs })
      // What the waiters commit next, still in this turn, joins the batch that leaves at its end.
      setImmediate(() => this.#write())
    } catch (error) {
      if (!isDiskFull(error)) return this.#fail(error)
      this.#full = true
      setTimeout(() => void this.#makeDurable(batch, body), FULL_RETRY_MS)
    }
  }

  #follow({ sequence, body }: { sequence: number; body: string }, size: number): void {
    this.#behind += size
    this.#applying.push({ sequence, size })
    this.#writer.append({ sequence, body, size })
  }

  #tablesApplied(sequence: number): void {
    this.#applied = sequence
    let done = 0
    while ((this.#applying[done]?.sequence ?? Infinity) <= sequence) {
      this.#behind -= this.#applying[done]?.size ?? 0
      done += 1
    }
    this.#applying.splice(0, done)
    while ((this.#waitingForTables[0]?.sequence ?? Infinity) <= sequence) {
      this.#waitingForTables.shift()?.resolve()
    }
    this.#write()
  }

  #tablesSafe(sequence: number): void {
    this.#safe = sequence
    if (!this.#closed) this.#log.forget(sequence).catch((error) => this.#fail(error))
  }

  /** Resolves when everything appended so far is durable. */
  async #quiet(): Promise<void> {
    if (this.#collecting.changes.length > 0) await this.#collecting.durable
    else await this.#writing?.durable
  }

  #fail(error: unknown): void {
    if (this.#failure) return
    const message = error instanceof Error ? error.message : String(error)
    const failure = unavailable('storage_failed', `the store cannot write: ${message}`)
    this.#failure = failure
    this.#writing?.reject(failure)
    this.#collecting.reject(failure)
    for (const { resolve } of this.#waitingForTables.splice(0)) resolve()
    this.#options.onFailure?.(failure)
  }
}

function newBatch(): Batch {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  promise.catch(() => undefined)
  return { changes: [], durable: promise, resolve, reject }
}

function sizeOf(body: string): number {
  return (JSON.parse(body) as unknown[]).length
}

function unavailable(code: string, message: string): DomainError {
  return new DomainError('unavailable', code, message)
}
