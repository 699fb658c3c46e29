/** One shard of a stream, and who reads it. Also: one instance that is there, see `MEMBERS`. */
export interface Lease {
  /** The stream's own name, which a table that was made anew does not share. */
  readonly stream: string
  readonly shardId: string
  readonly owner: string | null
  /** Grows with every write: whoever saw an older one writes nothing. */
  readonly counter: number
  /** The last change that is in Kafka; null for none. */
  readonly checkpoint: string | null
  /** True when the shard has ended and all of it is in Kafka: its children may be read. */
  readonly finished: boolean
}

/** The stream under whose name instances say that they are there. */
export const MEMBERS = 'members'

export function newLease(stream: string, shardId: string): Lease {
  return { stream, shardId, owner: null, counter: 0, checkpoint: null, finished: false }
}

export function leaseKey({ stream, shardId }: Pick<Lease, 'stream' | 'shardId'>): string {
  return `${stream} ${shardId}`
}
