import { DomainError } from '@usher/kernel'
import type { Change, Image } from '../../domain/change.ts'
import type { Shard } from '../../domain/shard-tree.ts'
import type { Batch, ChangeStream, ShardReader } from '../../ports/change-stream.ts'

interface KeptShard extends Shard {
  readonly changes: Change[]
  closed: boolean
}

const BATCH_MAX = 10
const SEQUENCE_DIGITS = 12

/**
 * A stream in this process whose shards split and merge when it is told to: the servers for tests
 * have one shard.
 */
export class MemoryChangeStream implements ChangeStream {
  readonly name: string
  /** What a read waits for when it has its batch. */
  afterRead: () => Promise<void> = async () => undefined
  readonly #shards = new Map<string, KeptShard>()
  /** Shard -> the newest change that was removed from it. */
  readonly #trimmed = new Map<string, string>()
  #sequence = 0

  constructor(name: string) {
    this.name = name
  }

  async shards(): Promise<readonly Shard[]> {
    return [...this.#shards.values()].map(({ shardId, parentIds }) => ({ shardId, parentIds }))
  }

  read(shardId: string, after: string | null): ShardReader {
    let position = after
    return {
      next: async () => {
        const batch = this.#next(shardId, position)
        position = batch.changes.at(-1)?.sequence ?? position
        await this.afterRead()
        return batch
      },
    }
  }

  /** Opens a shard; its parents, if any, are closed. */
  open(shardId: string, ...parentIds: readonly string[]): void {
    for (const parentId of parentIds) this.close(parentId)
    this.#shards.set(shardId, { shardId, parentIds, changes: [], closed: false })
  }

  close(shardId: string): void {
    this.#kept(shardId).closed = true
  }

  add(shardId: string, key: Image, newImage: Image, atMs = 0): Change {
    const sequence = String(++this.#sequence).padStart(SEQUENCE_DIGITS, '0')
    const change = { sequence, key, newImage, atMs }
    this.#kept(shardId).changes.push(change)
    return change
  }

  /** Removes a shard's changes up to and with this one, as a day that passes does. */
  trim(shardId: string, upTo: string): void {
    const { changes } = this.#kept(shardId)
    const kept = changes.filter(({ sequence }) => sequence > upTo)
    changes.splice(0, changes.length, ...kept)
    this.#trimmed.set(shardId, upTo)
  }

  /** Removes a shard with whatever is in it. */
  forget(shardId: string): void {
    this.#shards.delete(shardId)
  }

  #next(shardId: string, after: string | null): Batch {
    const { changes, closed } = this.#kept(shardId)
    const trimmed = this.#trimmed.get(shardId)
    if (after !== null && trimmed !== undefined && after < trimmed) throw streamTrimmed(shardId)
    const rest = changes.filter(({ sequence }) => after === null || sequence > after)
    return { changes: rest.slice(0, BATCH_MAX), ended: closed && rest.length <= BATCH_MAX }
  }

  #kept(shardId: string): KeptShard {
    const kept = this.#shards.get(shardId)
    if (kept) return kept
    throw new DomainError('unavailable', 'stream_unavailable', `there is no shard ${shardId}`)
  }
}

function streamTrimmed(shardId: string): DomainError {
  const message = `changes of ${shardId} were removed before they were read`
  return new DomainError('expired', 'stream_trimmed', message)
}
