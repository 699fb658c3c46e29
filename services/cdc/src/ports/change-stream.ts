import type { Change } from '../domain/change.ts'
import type { Shard } from '../domain/shard-tree.ts'

/** The changes of one table, kept for a day. */
export interface ChangeStream {
  /** Its own name: a table that was made anew has another stream. */
  readonly name: string
  /** Every shard that is still kept, open or closed. */
  shards(): Promise<readonly Shard[]>
  /** Reads a shard behind the change `after`, or from the oldest kept when that is null. */
  read(shardId: string, after: string | null): ShardReader
}

export interface Batch {
  /** In order; may be empty. */
  readonly changes: readonly Change[]
  /** True when the shard is closed and this was all of it. */
  readonly ended: boolean
}

export interface ShardReader {
  /**
   * What comes next, at once; goes on by itself when the server has forgotten where it was. Fails
   * with expired / stream_trimmed when changes between the position and the oldest one kept are
   * gone, and with unavailable.
   */
  next(): Promise<Batch>
}
