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
  const rows: number[][] = [Array.from({ length: word.length + 1 }, (_, i) => i)]
  let before = ''
  for (let i = 0; i < sorted.length; ) {
    const candidate = sorted[i] ?? ''
    let depth = Math.min(sharedLength(before, candidate), rows.length - 1)
    while (depth < candidate.length && !tooFar(rows, depth, distanceMax)) {
      rows[depth + 1] = nextRow(rows, depth, { candidate, word })
      depth++
    }
    rows.length = depth + 1
    before = candidate.slice(0, depth)
    const distance = depth === candidate.length ? (rows[depth]?.[word.length] ?? 0) : Infinity
    if (distance <= distanceMax) found.set(candidate, distance)
    i = tooFar(rows, depth, distanceMax) ? behindPrefix(sorted, before, i) : i + 1
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

/** True when no word that begins so can be near: a swap reaches back two rows, hence both. */
function tooFar(rows: readonly number[][], depth: number, distanceMax: number): boolean {
  if (Math.min(...(rows[depth] ?? [])) <= distanceMax) return false
  return depth === 0 || Math.min(...(rows[depth - 1] ?? [])) >= distanceMax
}

function nextRow(
  rows: readonly number[][],
  depth: number,
  { candidate, word }: { candidate: string; word: string },
): number[] {
  const above = rows[depth] ?? []
  const row = [depth + 1]
  for (let j = 1; j <= word.length; j++) {
    const same = candidate[depth] === word[j - 1]
    let least = Math.min((row[j - 1] ?? 0) + 1, (above[j] ?? 0) + 1)
    least = Math.min(least, (above[j - 1] ?? 0) + (same ? 0 : 1))
    const swapped = candidate[depth] === word[j - 2] && candidate[depth - 1] === word[j - 1]
    if (depth > 0 && j > 1 && swapped) least = Math.min(least, (rows[depth - 1]?.[j - 2] ?? 0) + 1)
    row.push(least)
  }
  return row
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
