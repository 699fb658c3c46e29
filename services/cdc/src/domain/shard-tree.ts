import { type Lease, newLease } from './lease.ts'

/**
 * A part of a stream. Its records follow those of its parents: of one where a shard was split or
 * replaced, of several where shards were merged.
 */
export interface Shard {
  readonly shardId: string
  readonly parentIds: readonly string[]
}

/**
 * Leases for the shards that may be read now and have none: those whose parents are all finished,
 * or no longer kept. So every change of an item is in Kafka before the next one is read, however
 * shards split and merge.
 */
export function leasesToMake(
  stream: string,
  shards: readonly Shard[],
  leases: readonly Lease[],
): readonly Lease[] {
  const kept = new Set(shards.map(({ shardId }) => shardId))
  const known = new Map(
    leases.filter((lease) => lease.stream === stream).map((lease) => [lease.shardId, lease]),
  )
  const isDone = (parentId: string) => known.get(parentId)?.finished ?? !kept.has(parentId)
  return shards
    .filter(({ shardId, parentIds }) => !known.has(shardId) && parentIds.every(isDone))
    .map(({ shardId }) => newLease(stream, shardId))
}

/** Leases of shards that the stream no longer keeps; unfinished ones among them lost records. */
export function leasesOfNoShard(
  stream: string,
  shards: readonly Shard[],
  leases: readonly Lease[],
): readonly Lease[] {
  const kept = new Set(shards.map(({ shardId }) => shardId))
  return leases.filter((lease) => lease.stream === stream && !kept.has(lease.shardId))
}
