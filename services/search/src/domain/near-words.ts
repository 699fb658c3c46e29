/**
 * The words of `sorted` that are at most `distanceMax` insertions, deletions, substitutions or
 * swaps of neighbours away (optimal string alignment), with their distance.
 *
 * Words with a common beginning share the rows of the table, and a beginning that is too far away
 * already is skipped with all its words: of 100,000 words a few thousand are looked at.
 */
export function nearWords(
  sorted: readonly string[],
  word: string,
  distanceMax: number,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const rows = new Rows(word)
  let before = ''
  for (let i = 0; i < sorted.length; ) {
    const candidate = sorted[i] ?? ''
    let depth = Math.min(sharedLength(before, candidate), before.length)
    while (depth < candidate.length && !rows.tooFar(depth, distanceMax)) {
      rows.fillBehind(depth, candidate)
      depth++
    }
    before = candidate.slice(0, depth)
    const distance = depth === candidate.length ? rows.distance(depth) : Infinity
    if (distance <= distanceMax) found.set(candidate, distance)
    i = rows.tooFar(depth, distanceMax) ? behindPrefix(sorted, before, i) : i + 1
  }
  return found
}

/** Where the words that begin with `prefix` end. */
function behindPrefix(sorted: readonly string[], prefix: string, from: number): number {
  let low = from + 1
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]?.startsWith(prefix)) low = middle + 1
    else high = middle
  }
  return low
}

/** The table of distances, a row for each letter of a candidate; rows are used again. */
class Rows {
  readonly #word: string
  readonly #rows: Uint8Array[]
  /** The least of each row. */
  readonly #least: number[] = [0]

  constructor(word: string) {
    this.#word = word
    this.#rows = [Uint8Array.from({ length: word.length + 1 }, (_, i) => i)]
  }

  distance(depth: number): number {
    return this.#rows[depth]?.[this.#word.length] ?? 0
  }

  /** True when no word that begins so can be near: a swap reaches back two rows, hence both. */
  tooFar(depth: number, distanceMax: number): boolean {
    if ((this.#least[depth] ?? 0) <= distanceMax) return false
    return depth === 0 || (this.#least[depth - 1] ?? 0) >= distanceMax
  }

  fillBehind(depth: number, candidate: string): void {
    const word = this.#word
    const above = this.#rows[depth] as Uint8Array
    const beyond = this.#rows[depth - 1]
    const row = (this.#rows[depth + 1] ??= new Uint8Array(word.length + 1))
    row[0] = depth + 1
    let least = depth + 1
    for (let j = 1; j <= word.length; j++) {
      const same = candidate[depth] === word[j - 1]
      let value = Math.min((row[j - 1] ?? 0) + 1, (above[j] ?? 0) + 1)
      value = Math.min(value, (above[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = candidate[depth] === word[j - 2] && candidate[depth - 1] === word[j - 1]
      if (beyond && j > 1 && swapped) value = Math.min(value, (beyond[j - 2] ?? 0) + 1)
      row[j] = value
      if (value < least) least = value
    }
    this.#least[depth + 1] = least
  }
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
