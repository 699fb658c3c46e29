const DISTANCE_MAX = 3

/** The word among `known` that `text` was most likely meant to be; undefined when none is close. */
export function nearest<Word extends string>(
  text: string,
  known: readonly Word[],
): Word | undefined {
  let best: Word | undefined
  let bestDistance = DISTANCE_MAX + 1
  for (const word of known) {
    const begun = text.length > 1 && word.startsWith(text)
    const distance = begun ? 1 : editDistance(text, word)
    if (distance < bestDistance && distance < word.length) {
      best = word
      bestDistance = distance
    }
  }
  return best
}

/** Levenshtein's distance, row by row. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
