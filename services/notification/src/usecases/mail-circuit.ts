const SHORTEST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000

/**
 * Closed: mails are sent. Open: the server could not be reached, and nobody tries until the pause
 * is over. Then probing: one mail at a time, until one gets an answer (closed) or none (open again,
 * for twice as long). So a server that is down costs one try a minute, however many mails wait.
 */
export class MailCircuit {
  #failures = 0
  #closedAgainAtMs = 0

  /** How many mails may be tried together: none, one, or as many as one likes. */
  allowance(nowMs: number): number {
    if (nowMs < this.#closedAgainAtMs) return 0
    return this.#failures === 0 ? Infinity : 1
  }

  /** The server has answered, whatever it said. */
  answered(): void {
    this.#failures = 0
  }

  /** Mails that were under way together fail together: they count as one. */
  failed(nowMs: number): void {
    if (nowMs < this.#closedAgainAtMs) return
    const pauseMs = Math.min(SHORTEST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS)
    this.#failures += 1
    this.#closedAgainAtMs = nowMs + pauseMs
  }
}
