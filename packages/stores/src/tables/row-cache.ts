/**
 * Rows a generation holds before it is closed. Two or three generations of a table are kept in
 * memory.
 */
const GENERATION_ROWS = 8192

/** How far the log and the tables are. */
export interface Progress {
  /** Number of the batch that commits join now. */
  readonly sequence: number
  /** The tables hold every batch up to this one. */
  readonly applied: number
}

/** A closed generation may be forgotten once the writer has applied this batch. */
interface Generation {
  readonly rows: Map<string, object | null>
  readonly lastSequence: number
}

/**
 * The newest rows of one table, by key: those still on their way into the table, which must not be
 * forgotten, and those read or written lately, which may. `null` stands for a row that is known to
 * be absent.
 *
 * Generations: writes and reads fill the young one; when it is full it is closed with the number of
 * the last batch it may hold; the oldest closed one is dropped whole once that batch has been
 * applied. No list is kept a row.
 */
export class RowCache {
  #young = new Map<string, object | null>()
  #closed: Generation[] = []

  /** The row, null when known to be absent, undefined when only the table can tell. */
  get(key: string): object | null | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    for (const { rows } of this.#closed) {
      const row = rows.get(key)
      if (row === undefined) continue
      this.#young.set(key, row)
      return row
    }
    return undefined
  }

  set(key: string, row: object | null): void {
    this.#young.set(key, row)
  }

  /** Closes and drops generations. */
  turn({ sequence, applied }: Progress): void {
    if (this.#young.size < GENERATION_ROWS) return
    this.#closed.unshift({ rows: this.#young, lastSequence: sequence })
    this.#young = new Map()
    while (this.#closed.length > 1 && (this.#closed.at(-1)?.lastSequence ?? 0) <= applied) {
      this.#closed.pop()
    }
  }
}
