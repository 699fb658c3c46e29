import type { Clock, Random } from '@usher/kernel'

/** Numbers that one millisecond has room for; whoever needs more goes on into the next. */
const SLOTS_PER_MS = 256

/**
 * Hands out numbers for the journal without asking anybody. They grow within a process; between
 * processes they follow the clocks, and two of one number in one partition are told apart by the
 * condition of the write. 15 digits until the year 2093.
 */
export class JournalSequence {
  readonly #clock: Clock
  readonly #random: Random
  #last = 0

  constructor({ clock, random }: { clock: Clock; random: Random }) {
    this.#clock = clock
    this.#random = random
  }

  next(): number {
    const now = this.#clock.nowMs() * SLOTS_PER_MS
    // In a fresh millisecond somewhere in its first half: two processes seldom begin alike.
    const fresh = now + Math.floor((this.#random.fraction() * SLOTS_PER_MS) / 2)
    this.#last = now > this.#last ? fresh : this.#last + 1
    return this.#last
  }
}
