/** The only source of randomness. `systemRandom` is fit for secrets; tests pass a seeded one. */
export interface Random {
  /** A fresh array of `length` random bytes. */
  bytes(length: number): Uint8Array
  /** A fraction in [0, 1). For jitter and choice, never for secrets. */
  fraction(): number
}

/**
 * One draw of the system generator costs as much for 4 KiB as for 16 bytes, so bytes are drawn in
 * bulk.
 */
const POOL_BYTES = 4096

class PooledRandom implements Random {
  #pool = new Uint8Array(POOL_BYTES)
  #used = POOL_BYTES

  bytes(length: number): Uint8Array {
    if (length > POOL_BYTES) return crypto.getRandomValues(new Uint8Array(length))
    if (this.#used + length > POOL_BYTES) {
      crypto.getRandomValues(this.#pool)
      this.#used = 0
    }
    const taken = this.#pool.slice(this.#used, this.#used + length)
    this.#pool.fill(0, this.#used, this.#used + length)
    this.#used += length
    return taken
  }

  fraction(): number {
    return Math.random()
  }
}

export const systemRandom: Random = new PooledRandom()
