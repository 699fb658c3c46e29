import type { Clock } from '@usher/kernel'

/** DynamoDB takes signatures of up to five minutes ago, or ahead. */
const SKEW_MIN_MS = 4 * 60_000

/** The server's time: ours, until it refuses a signature for its time and says its own. */
export class ServerClock {
  readonly #clock: Clock
  #aheadMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  nowMs(): number {
    return this.#clock.nowMs() + this.#aheadMs
  }

  /** From the `date` of an answer; true when the request was signed for quite another time. */
  learn(date: string | undefined, signedAtMs: number): boolean {
    const serverMs = Date.parse(date ?? '')
    // Not so either when there is no date.
    if (!(Math.abs(serverMs - signedAtMs) >= SKEW_MIN_MS)) return false
    this.#aheadMs = serverMs - this.#clock.nowMs()
    return true
  }
}
