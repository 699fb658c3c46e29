import type { Cancel, Clock } from '@usher/kernel'

/** Rings that follow each other this closely wake a reader once. */
export const LINGER_MS = 10

/**
 * What a reader with nothing to do waits on.
 *
 * Modes: `awake`; `resting`, until the time it was given; `rung`, a few milliseconds more, so that
 * one read serves many rings; `stopped`, for good. A ring while awake is remembered and shortens
 * the next rest.
 */
export class Alarm {
  readonly #clock: Clock
  #rung = false
  #stopped = false
  #resting: { readonly wake: () => void; readonly cancel: Cancel } | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves after `maxMs`, or soon after a ring. */
  rest(maxMs: number): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    const delayMs = this.#rung ? Math.min(LINGER_MS, maxMs) : maxMs
    this.#rung = false
    return new Promise((resolve) => this.#schedule(resolve, delayMs))
  }

  ring(): void {
    if (this.#rung) return
    if (this.#resting) {
      const { wake, cancel } = this.#resting
      cancel()
      this.#schedule(wake, LINGER_MS)
    }
    this.#rung = true
  }

  /** Ends the present rest and every later one at once. */
  stop(): void {
    this.#stopped = true
    this.#resting?.cancel()
    this.#resting?.wake()
    this.#resting = undefined
  }

  #schedule(wake: () => void, delayMs: number): void {
    const cancel = this.#clock.schedule(delayMs, () => {
      this.#resting = undefined
      this.#rung = false
      wake()
    })
    this.#resting = { wake, cancel }
  }
}
