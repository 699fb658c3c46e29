import type { Clock } from '@usher/kernel'

/** What a partition can do in a second, in units of capacity. */
export interface UnitRate {
  readonly perSecond: number
  /** Unused units are kept for so long. */
  readonly burstSeconds: number
}

interface Bucket {
  units: number
  filledAtMs: number
}

/** A bucket of units for each partition, which fills with time. */
export class UnitBuckets {
  readonly #clock: Clock
  readonly #rate: UnitRate
  readonly #buckets = new Map<string, Bucket>()

  constructor(clock: Clock, rate: UnitRate) {
    this.#clock = clock
    this.#rate = rate
  }

  has(partition: string, units: number): boolean {
    return this.#filled(partition).units >= units
  }

  /** May go below zero, for what is known only when it has been done. */
  spend(partition: string, units: number): void {
    this.#filled(partition).units -= units
  }

  #filled(partition: string): Bucket {
    const { perSecond, burstSeconds } = this.#rate
    const full = perSecond * burstSeconds
    const nowMs = this.#clock.monotonicMs()
    const bucket = this.#buckets.get(partition) ?? { units: full, filledAtMs: nowMs }
    const units = bucket.units + ((nowMs - bucket.filledAtMs) / 1000) * perSecond
    bucket.units = Math.min(full, units)
    bucket.filledAtMs = nowMs
    this.#buckets.set(partition, bucket)
    return bucket
  }
}
