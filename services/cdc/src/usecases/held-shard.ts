import type { Clock } from '@usher/kernel'
import type { Lease } from '../domain/lease.ts'
import type { ShardReader } from '../ports/change-stream.ts'
import type { LeaseChange, LeaseStore } from '../ports/lease-store.ts'
import type { Source } from './ports.ts'

interface HeldShardNeeds {
  readonly leases: LeaseStore
  readonly clock: Clock
  readonly leaseMs: number
}

/**
 * A shard that this instance reads.
 *
 * Modes: `held`; `leaving`, still held and read no further; `lost`, for good: somebody else has
 * written the lease, or nobody knows. Writes of the lease follow each other, because each is
 * conditional on the counter that the one before it left.
 */
export class HeldShard {
  readonly source: Source
  /** Where reading goes on; made anew from the checkpoint after every failure. */
  reader: ShardReader | undefined
  isLeaving = false
  /** The reading that is under way. */
  running: Promise<void> | undefined
  readonly #needs: HeldShardNeeds
  #lease: Lease
  #isLost = false
  #renewedAtMs: number
  #writing: Promise<unknown> = Promise.resolve()

  constructor(needs: HeldShardNeeds, source: Source, lease: Lease, takenAtMs: number) {
    this.#needs = needs
    this.source = source
    this.#lease = lease
    this.#renewedAtMs = takenAtMs
  }

  get lease(): Lease {
    return this.#lease
  }

  /** True while nobody else can have taken the shard: others wait for the whole duration. */
  get isOurs(): boolean {
    const { clock, leaseMs } = this.#needs
    return !this.#isLost && clock.monotonicMs() < this.#renewedAtMs + leaseMs
  }

  get isLost(): boolean {
    return this.#isLost
  }

  /** Writes the lease; answers whether it was still ours. */
  write(change: LeaseChange): Promise<boolean> {
    const written = this.#writing.then(() => this.#write(change))
    this.#writing = written.catch(() => undefined)
    return written
  }

  async #write(change: LeaseChange): Promise<boolean> {
    if (this.#isLost) return false
    const askedAtMs = this.#needs.clock.monotonicMs()
    const written = await this.#needs.leases.change(this.#lease, change)
    if (!written || written.owner === null) this.#isLost = true
    if (!written) return false
    this.#lease = written
    this.#renewedAtMs = askedAtMs
    return true
  }
}
