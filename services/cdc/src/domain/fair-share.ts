/** So many shards one instance reads at most, when all of them are shared evenly. */
export function fairShare({ shards, instances }: { shards: number; instances: number }): number {
  return Math.ceil(shards / Math.max(1, instances))
}

/**
 * So many shards an instance that reads `mine` gives away, `counts` being those of all instances:
 * what is more than its share, or one while another has less than everybody could have.
 */
export function toGiveAway(
  mine: number,
  { shards, counts }: { shards: number; counts: readonly number[] },
): number {
  const surplus = mine - fairShare({ shards, instances: counts.length })
  if (surplus > 0) return surplus
  const least = Math.floor(shards / Math.max(1, counts.length))
  return mine > least && Math.min(...counts) < least ? 1 : 0
}
