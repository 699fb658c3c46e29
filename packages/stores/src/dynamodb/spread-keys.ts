/** Partitions of one event; a key has room for three digits. */
export const PARTITIONS_MAX = 1000

/**
 * The value of the specification's numeric `event_id` for one partition of an event: 987 for the
 * first, which is the specification's plain value, then 987.001, 987.002 … DynamoDB's numbers are
 * decimal and exact; the quotient is the double nearest to that decimal, which is written as it.
 */
export function spreadKey(eventId: number, partition: number): number {
  return (eventId * PARTITIONS_MAX + partition) / PARTITIONS_MAX
}

/** The event of such a key. */
export function eventOfKey(key: number): number {
  return Math.trunc(key)
}

/** The partition of such a key. */
export function partitionOfKey(key: number): number {
  return Math.round((key - Math.trunc(key)) * PARTITIONS_MAX)
}

/**
 * A number from 0 up to `count`, always the same for one text: FNV-1a, 32 bits
 * (http://www.isthe.com/chongo/tech/comp/fnv/). Part of what is stored: may never change.
 */
export function shardOf(text: string, count: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return (hash >>> 0) % count
}
