import { KeyFilter } from './key-filter.ts'

/** The first filter is small: most tables stay small. */
const FIRST_KEYS = 4096
/** Each further one holds this many times as much. */
const GROWTH = 8

/**
 * The keys a table may hold: those of the rows that were there at start, once they have been
 * counted, and every key written since, in filters that grow (P. S. Almeida et al., "Scalable Bloom
 * Filters", 2007).
 *
 * Modes: `counting` until the keys at start are known, then `complete`. While counting, any key may
 * be there.
 */
export class KnownKeys {
  #complete = false
  #filters: KeyFilter[] = [KeyFilter.forKeys(FIRST_KEYS)]
  #capacity = FIRST_KEYS
  #left = FIRST_KEYS

  /** The table held nothing else at start than what `atStart` has; nothing at all without it. */
  complete(atStart?: KeyFilter): void {
    this.#complete = true
    if (atStart) this.#filters.push(atStart)
  }

  add(key: string): void {
    const newest = this.#filters[0]
    if (!newest || newest.mayHave(key)) return
    if (this.#left === 0) this.#grow()
    this.#left -= 1
    this.#filters[0]?.add(key)
  }

  /** True only when no row has this key. */
  lacks(key: string): boolean {
    if (!this.#complete) return false
    for (const filter of this.#filters) if (filter.mayHave(key)) return false
    return true
  }

  #grow(): void {
    this.#capacity *= GROWTH
    this.#left = this.#capacity
    this.#filters.unshift(KeyFilter.forKeys(this.#capacity))
  }
}
