import type { Cancel, Clock } from '@usher/kernel'

/** A clock that stands still until it is told to advance. */
export interface ManualClock extends Clock {
  /** Moves time forward and runs what falls due, in order, letting promises settle after each. */
  advance(ms: number): Promise<void>
  /** Moves only the wall clock, as an administrator or NTP would; monotonic time stays. */
  stepWallClock(ms: number): void
}

/** A clock for tests and simulations, standing at `startMs` of wall time. */
export function manualClock(startMs = 1_700_000_000_000): ManualClock {
  return new SteppedClock(startMs)
}

interface Timer {
  readonly dueMs: number
  readonly order: number
  readonly task: () => void
}

class SteppedClock implements ManualClock {
  #elapsedMs = 0
  #wallOffsetMs: number
  #order = 0
  readonly #timers = new Set<Timer>()

  constructor(startMs: number) {
    this.#wallOffsetMs = startMs
  }

  nowMs(): number {
    return this.#wallOffsetMs + this.#elapsedMs
  }

  monotonicMs(): number {
    return this.#elapsedMs
  }

  schedule(delayMs: number, task: () => void): Cancel {
    const timer = { dueMs: this.#elapsedMs + delayMs, order: this.#order++, task }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.schedule(delayMs, resolve))
  }

  stepWallClock(ms: number): void {
    this.#wallOffsetMs += ms
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.#elapsedMs + ms
    for (let next = this.#nextDue(endMs); next; next = this.#nextDue(endMs)) {
      this.#timers.delete(next)
      this.#elapsedMs = Math.max(this.#elapsedMs, next.dueMs)
      next.task()
      await settle()
    }
    this.#elapsedMs = endMs
    await settle()
  }

  #nextDue(endMs: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.dueMs > endMs) continue
      if (
        !next ||
        timer.dueMs < next.dueMs ||
        (timer.dueMs === next.dueMs && timer.order < next.order)
      ) {
        next = timer
      }
    }
    return next
  }
}

/** One turn of the event loop: every promise that can settle without time or I/O has settled. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
