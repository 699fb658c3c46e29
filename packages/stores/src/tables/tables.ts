import type { KeyPart, Change, Table } from './table.ts'

/** Which rows of an index, in its order. */
export interface ListOptions {
  /** Equal values for the first columns of the index. */
  readonly prefix?: readonly KeyPart[]
  /** Continue behind this row: the values of the remaining index columns, then of the key. */
  readonly after?: readonly KeyPart[]
  /** Only rows whose first column behind the prefix is below this value. */
  readonly below?: KeyPart
  readonly descending?: boolean
  /** At most this many rows. */
  readonly limit: number
}

/**
 * The store of the embedded root: one writer, one process, many tables, one durable commit shared
 * by all that write in the same turn of the event loop.
 *
 * Because one process owns the data and `get` answers at once with everything committed before,
 * waiting or durable, a check followed by `commit` without an await between them is atomic. A crash
 * keeps a prefix of the commits: what was acknowledged is in it, and no commit is there without
 * those that came before it.
 */
export interface Tables {
  /** The newest row with this key, durable or not yet; undefined when there is none. */
  get<Row extends object>(table: Table<Row>, ...key: readonly KeyPart[]): Row | undefined
  /**
   * Applies all changes or none. They are seen by `get` when the call returns, and durable when the
   * promise resolves. Rejects with unavailable / storage_failed when they could not be made
   * durable; the process should then end.
   */
  commit(changes: readonly Change[]): Promise<void>
  /**
   * Rows in index order; `index` is a name of `table.indexes`, or 'key'. Sees everything committed
   * before the call.
   */
  list<Row extends object>(
    table: Table<Row>,
    index: string,
    options: ListOptions,
  ): Promise<readonly Row[]>
  /** True while commits can be made durable. */
  ready(): boolean
  /** Waits for what was committed, then lets go of the files. */
  close(): Promise<void>
}

/** No list answers more rows than this at once; page on with `after`. */
export const LIST_LIMIT_MAX = 10_000
