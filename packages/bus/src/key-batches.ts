interface Keyed {
  readonly record: { readonly key: string }
}

/** Neighbours of different keys, `size` at most, which may be handled at the same time. */
export function* keyBatches<Pending extends Keyed>(
  all: readonly Pending[],
  size: number,
): Iterable<readonly Pending[]> {
  let batch: Pending[] = []
  const keys = new Set<string>()
  for (const pending of all) {
    const { key } = pending.record
    if (batch.length >= size || keys.has(key)) {
      yield batch
      batch = []
      keys.clear()
    }
    batch.push(pending)
    keys.add(key)
  }
  if (batch.length > 0) yield batch
}
