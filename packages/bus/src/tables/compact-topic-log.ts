import { type Change, remove, type Tables } from '@usher/stores'
import { topicLogTable, type TopicLogRow } from './topic-log.ts'

/** Messages looked at at once … */
const COMPACT_BATCH = 250
/** … and batches of one run: 83 messages a second, more than events change for long. */
const COMPACT_BATCHES_MAX = 20

/** What may be compacted: messages that every group has handled and that are old enough. */
export interface Compactable {
  readonly doneUpTo: number
  readonly beforeMs: number
}

// Walking -> at rest where messages are too young or not handled; each run walks on from there. The
// first run after a start walks from the beginning.

/**
 * Removes from a topic what a newer message of the same key has made superfluous.
 *
 * It walks the log once and remembers where it met each key last. A message that it meets later
 * supersedes that one. So behind the walk each key has one message, and its newest is never
 * touched. The memory is that of the keys: some 10 MB for 100,000.
 */
export class TopicLogCompaction {
  readonly #tables: Tables
  readonly #topic: string
  readonly #newest = new Map<string, number>()
  #walkedTo = 0

  constructor(tables: Tables, topic: string) {
    this.#tables = tables
    this.#topic = topic
  }

  async run({ doneUpTo, beforeMs }: Compactable): Promise<void> {
    for (let batch = 0; batch < COMPACT_BATCHES_MAX && this.#walkedTo < doneUpTo; batch++) {
      const page = { prefix: [this.#topic], after: [this.#walkedTo], limit: COMPACT_BATCH }
      const rows = await this.#tables.list(topicLogTable, 'key', page)
      const young = rows.findIndex((row) => row.offset > doneUpTo || row.time_ms >= beforeMs)
      await this.#walk(young < 0 ? rows : rows.slice(0, young))
      if (young >= 0 || rows.length < COMPACT_BATCH) return
    }
  }

  async #walk(rows: readonly TopicLogRow[]): Promise<void> {
    const superseded: Change[] = []
    for (const { message_key, offset } of rows) {
      const before = this.#newest.get(message_key)
      if (before !== undefined) superseded.push(remove(topicLogTable, this.#topic, before))
      this.#newest.set(message_key, offset)
      this.#walkedTo = offset
    }
    if (superseded.length > 0) await this.#tables.commit(superseded)
  }
}
