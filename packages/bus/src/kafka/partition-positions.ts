/** Where a group starts in a partition, or goes on: the next offset to read. */
export interface Assigned {
  readonly partition: number
  readonly from: number
}

interface Position {
  /** The newest offset that was taken over. */
  readUpTo: number
  /** The next offset to read, as the group has it on record. */
  committed: number
}

/**
 * How far one consumer is in the partitions that it has at the moment.
 *
 * A partition is absent -> known (assigned, or its first record came) -> absent (assigned to
 * somebody else). After a rebalance the client reads again from what was committed: records that
 * were taken over before are recognized by their offsets, and left out.
 */
export class PartitionPositions {
  readonly #positions = new Map<number, Position>()

  /** True when the record is new, and now taken over. */
  take(partition: number, offset: number): boolean {
    const position = this.#positions.get(partition)
    if (!position) {
      this.#positions.set(partition, { readUpTo: offset, committed: offset })
      return true
    }
    if (offset <= position.readUpTo) return false
    position.readUpTo = offset
    return true
  }

  /** Others may have gone on in the meantime; answers whether a record still is ours to handle. */
  assign(assigned: readonly Assigned[]): (partition: number, offset: number) => boolean {
    const from = new Map(assigned.map((each) => [each.partition, each.from]))
    for (const partition of this.#positions.keys()) {
      if (!from.has(partition)) this.#positions.delete(partition)
    }
    for (const [partition, start] of from) {
      const known = this.#positions.get(partition)
      const readUpTo = Math.max(known?.readUpTo ?? -1, start - 1)
      this.#positions.set(partition, { readUpTo, committed: start })
    }
    return (partition, offset) => offset >= (from.get(partition) ?? Number.POSITIVE_INFINITY)
  }

  has(partition: number): boolean {
    return this.#positions.has(partition)
  }

  clear(): void {
    this.#positions.clear()
  }

  /** What is to be committed, when `pending` records are still to be handled. */
  progress(pending: Iterable<{ partition: number; offset: number }>): readonly Assigned[] {
    const first = new Map<number, number>()
    for (const { partition, offset } of pending) {
      if (!first.has(partition)) first.set(partition, offset)
    }
    const moved: Assigned[] = []
    for (const [partition, { readUpTo, committed }] of this.#positions) {
      const from = first.get(partition) ?? readUpTo + 1
      if (from > committed) moved.push({ partition, from })
    }
    return moved
  }

  committed(moved: readonly Assigned[]): void {
    for (const { partition, from } of moved) {
      const position = this.#positions.get(partition)
      if (position) position.committed = from
    }
  }

  /** Partition -> the next offset to read, as it is on record. */
  *recorded(): Iterable<Assigned> {
    for (const [partition, { committed }] of this.#positions) yield { partition, from: committed }
  }
}
