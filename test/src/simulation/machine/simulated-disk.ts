import type { Clock } from '@usher/kernel'
import type { Change, MemoryDisk } from '@usher/stores'
import type { Dice } from '../dice.ts'
import { never, type Power } from './power.ts'

/** What survives every crash: the commits that reached it, in order. */
export interface Platter {
  readonly durable: (readonly Change[])[]
}

export interface DiskTrouble {
  /** How long a write takes at most, in most cases. */
  readonly usualMs: number
  /** The share of writes that take up to `SLOW_MS`. */
  readonly slow: number
  /** The share of writes that fail. */
  readonly failing: number
}

const SLOW_MS = 3000

interface Waiting {
  readonly changes: readonly Change[]
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

export interface DiskNeeds {
  readonly platter: Platter
  readonly clock: Clock
  readonly dice: Dice
  readonly power: Power
  readonly trouble: () => DiskTrouble
  /** Called before each append: a crash may be due there. */
  readonly onAppend: () => void
  /** A write has failed: the process ought to end. */
  readonly onFailure: () => void
}

// idle -> writing (append) -> idle or writing (what came meanwhile), or failed for good; any ->
// gone (power is cut).

/**
 * The disk of one process. Writes take simulated time and share one another's; what arrives during
 * a write waits for the next. When the power is cut, some of what was on its way has reached the
 * platter, from the front, and nobody was told.
 */
export class SimulatedDisk implements MemoryDisk {
  readonly #needs: DiskNeeds
  #waiting: Waiting[] = []
  #writing: Waiting[] = []
  #failed = false

  constructor(needs: DiskNeeds) {
    this.#needs = needs
  }

  get durable(): readonly (readonly Change[])[] {
    return this.#needs.platter.durable
  }

  append(changes: readonly Change[]): Promise<void> {
    if (this.#needs.power.on) this.#needs.onAppend()
    if (!this.#needs.power.on) return never()
    if (this.#failed) return Promise.reject(new Error('the disk has failed'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject })
      if (this.#writing.length === 0) this.#write()
    })
  }

  /** Some of what was on its way survives; answers how many commits were forgotten. */
  forget(): number {
    const onTheirWay = [...this.#writing, ...this.#waiting]
    const kept = this.#needs.dice.upTo(onTheirWay.length)
    for (const { changes } of onTheirWay.slice(0, kept)) this.#needs.platter.durable.push(changes)
    this.#writing = []
    this.#waiting = []
    return onTheirWay.length - kept
  }

  #write(): void {
    const { clock, dice } = this.#needs
    const { usualMs, slow, failing } = this.#needs.trouble()
    this.#writing = this.#waiting
    this.#waiting = []
    const delayMs = dice.chance(slow) ? dice.upTo(SLOW_MS) : dice.upTo(usualMs)
    const end = dice.chance(failing) ? () => this.#fail() : () => this.#written()
    clock.schedule(delayMs, () => {
      if (this.#needs.power.on) end()
    })
  }

  #written(): void {
    const done = this.#writing
    this.#writing = []
    for (const { changes, resolve } of done) {
      this.#needs.platter.durable.push(changes)
      resolve()
    }
    if (this.#waiting.length > 0) this.#write()
  }

  /** Some of it may have been written all the same. */
  #fail(): void {
    const failed = [...this.#writing, ...this.#waiting]
    this.forget()
    this.#failed = true
    for (const { reject } of failed) reject(new Error('the disk has failed'))
    this.#needs.onFailure()
  }
}
