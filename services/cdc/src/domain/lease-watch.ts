import { type Lease, leaseKey } from './lease.ts'

interface Seen {
  readonly counter: number
  readonly sinceMs: number
}

/**
 * Tells which leases nobody renews any more. Clocks of different machines are never compared: a
 * lease has expired when this instance has seen one counter for the whole of its duration.
 */
export class LeaseWatch {
  readonly #durationMs: number
  readonly #seen = new Map<string, Seen>()

  constructor(durationMs: number) {
    this.#durationMs = durationMs
  }

  observe(leases: readonly Lease[], nowMs: number): void {
    const present = new Set(leases.map(leaseKey))
    for (const key of this.#seen.keys()) if (!present.has(key)) this.#seen.delete(key)
    for (const lease of leases) {
      const key = leaseKey(lease)
      if (this.#seen.get(key)?.counter === lease.counter) continue
      this.#seen.set(key, { counter: lease.counter, sinceMs: nowMs })
    }
  }

  hasExpired(lease: Lease, nowMs: number): boolean {
    const seen = this.#seen.get(leaseKey(lease))
    if (!seen || seen.counter !== lease.counter) return false
    return nowMs - seen.sinceMs >= this.#durationMs
  }
}
