const syllables = ['ba', 'co', 'di', 'fu', 'ge', 'ha', 'lo', 'mi', 'nu', 'ra', 'se', 'to', 'vi']

/** A word for each number, of three syllables or more. */
export function wordAt(i: number): string {
  let text = ''
  for (let rest = i + syllables.length ** 2; rest > 0; rest = Math.floor(rest / syllables.length)) {
    text += syllables[rest % syllables.length]
  }
  return text
}

/** One of 30,000 words; some are frequent, as in any language: the cube of an even distribution. */
export function frequentWordAt(i: number): string {
  return wordAt(Math.floor((scattered(i) / 0x1_0000_0000) ** 3 * 30_000))
}

/** A hash of 32 bits (https://github.com/skeeto/hash-prospector): the same in every run. */
export function scattered(i: number): number {
  let hash = Math.imul(i ^ (i >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return (hash ^ (hash >>> 15)) >>> 0
}
