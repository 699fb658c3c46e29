import { type Lease, leaseKey } from '../../domain/lease.ts'
import type { LeaseChange, LeaseStore } from '../../ports/lease-store.ts'

/** Leases in this process, for tests. */
export function memoryLeaseStore(): LeaseStore {
  return new MemoryLeaseStore()
}

class MemoryLeaseStore implements LeaseStore {
  readonly #leases = new Map<string, Lease>()

  async list(): Promise<readonly Lease[]> {
    return [...this.#leases.values()]
  }

  async create(lease: Lease): Promise<boolean> {
    if (this.#leases.has(leaseKey(lease))) return false
    this.#leases.set(leaseKey(lease), lease)
    return true
  }

  async change(lease: Lease, change: LeaseChange): Promise<Lease | undefined> {
    if (!this.#isCurrent(lease)) return undefined
    const changed = { ...lease, ...change, counter: lease.counter + 1 }
    this.#leases.set(leaseKey(lease), changed)
    return changed
  }

  async remove(lease: Lease): Promise<void> {
    if (this.#isCurrent(lease)) this.#leases.delete(leaseKey(lease))
  }

  #isCurrent(lease: Lease): boolean {
    const kept = this.#leases.get(leaseKey(lease))
    return kept?.counter === lease.counter && kept.owner === lease.owner
  }
}
