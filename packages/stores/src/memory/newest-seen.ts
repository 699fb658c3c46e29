import { LRUCache } from 'lru-cache'

/**
 * What this process has last seen of things whose version grows with each change, so many of them;
 * what was not asked about for longest makes room. Others may have changed them since: unless they
 * stand for ever, it serves writes, whose conditions look again, and no answer.
 */
export class NewestSeen<Key extends string | number, State extends { readonly version: number }> {
  readonly #seen: LRUCache<Key, State>

  constructor({ max }: { readonly max: number }) {
    this.#seen = new LRUCache({ max })
  }

  get(key: Key): State | undefined {
    return this.#seen.get(key)
  }

  /** A look that took long brings nothing old back. */
  see(key: Key, state: State): void {
    const known = this.#seen.get(key)
    if (!known || known.version <= state.version) this.#seen.set(key, state)
  }

  /** It has turned out to be wrong. */
  forget(key: Key): void {
    this.#seen.delete(key)
  }
}
