/** Hash functions a key; with ten bits a key about one absent key in a hundred looks present. */
const HASHES = 5
const BITS_PER_KEY = 10
const BITS_MIN = 1 << 16
/** 16 MiB a table: enough for thirteen million keys; beyond that the filter only helps less. */
const BITS_MAX = 1 << 27

/**
 * Tells which keys are surely not in a set: a Bloom filter (B. H. Bloom, "Space/Time Trade-offs in
 * Hash Coding", 1970) with double hashing (A. Kirsch and M. Mitzenmacher, 2006). A new id is looked
 * up before it is written; without the filter each such look would search the table only to find
 * nothing.
 */
export class KeyFilter {
  readonly #words: Uint32Array<ArrayBuffer>
  readonly #mask: number

  private constructor(words: Uint32Array<ArrayBuffer>) {
    this.#words = words
    this.#mask = words.length * 32 - 1
  }

  /** An empty filter for about `keys` keys. */
  static forKeys(keys: number): KeyFilter {
    const wanted = Math.max(BITS_MIN, Math.min(BITS_MAX, keys * BITS_PER_KEY))
    return new KeyFilter(new Uint32Array(2 ** Math.ceil(Math.log2(wanted)) / 32))
  }

  /** A filter that another thread has filled. */
  static fromWords(words: Uint32Array<ArrayBuffer>): KeyFilter {
    return new KeyFilter(words)
  }

  get words(): Uint32Array<ArrayBuffer> {
    return this.#words
  }

  add(key: string): void {
    let at = fnv1a(key)
    const step = stepOf(at)
    for (let i = 0; i < HASHES; i++) {
      const bit = at & this.#mask
      this.#words[bit >>> 5] = (this.#words[bit >>> 5] ?? 0) | (1 << (bit & 31))
      at = (at + step) | 0
    }
  }

  /** False only when `key` was never added. */
  mayHave(key: string): boolean {
    let at = fnv1a(key)
    const step = stepOf(at)
    for (let i = 0; i < HASHES; i++) {
      const bit = at & this.#mask
      if (((this.#words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false
      at = (at + step) | 0
    }
    return true
  }
}

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/), over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}

/**
 * The second hash: the first one mixed again (finalizer of MurmurHash3), made odd so that it visits
 * every bit.
 */
function stepOf(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) | 1
}
