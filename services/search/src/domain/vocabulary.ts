import { nearWords } from './near-words.ts'

/** New words wait unsorted until there are so many. */
const FRESH_WORDS_MAX = 2000
const TYPO_CHARS_MIN = 4
const TWO_TYPOS_CHARS_MIN = 8
/** Shorter and longer words are not worth correcting. */
const correctable = /^\p{L}{3,32}$/u

/** How many typos a word may have. */
export function typosAllowed(word: string): number {
  if (word.length < TYPO_CHARS_MIN || !correctable.test(word)) return 0
  return word.length < TWO_TYPOS_CHARS_MIN ? 1 : 2
}

/** The words that occur in events, to look up what a mistyped one may have meant. */
export class Vocabulary {
  #sorted: string[] = []
  readonly #all = new Set<string>()
  #fresh: string[] = []

  /** True when the word is new. Words that are never corrected are not kept. */
  add(word: string): boolean {
    if (this.#all.has(word) || !correctable.test(word)) return false
    this.#all.add(word)
    this.#fresh.push(word)
    if (this.#fresh.length >= FRESH_WORDS_MAX) this.#sort()
    return true
  }

  /** Other words near this one, and how near. */
  near(word: string): ReadonlyMap<string, number> {
    const typos = typosAllowed(word)
    if (typos === 0) return new Map()
    const fresh = this.#fresh.toSorted()
    const near = new Map([
      ...nearWords(this.#sorted, word, typos),
      ...nearWords(fresh, word, typos),
    ])
    near.delete(word)
    return near
  }

  #sort(): void {
    this.#sorted = [...this.#all].sort()
    this.#fresh = []
  }

  /** After many words were added. */
  settle(): void {
    if (this.#fresh.length > 0) this.#sort()
  }
}
