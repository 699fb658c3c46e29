/** Cancels a scheduled call; a second cancel does nothing. */
export type Cancel = () => void

/** The only source of time. Simulations drive one by hand; the root passes `systemClock`. */
export interface Clock {
  /**
   * Wall time in milliseconds since the Unix epoch. May step backwards: compare, never subtract for
   * a deadline.
   */
  nowMs(): number
  /** Milliseconds that only grow, from an arbitrary start. For durations and deadlines. */
  monotonicMs(): number
  /** Calls `task` once after `delayMs`. Does not keep the process alive. */
  schedule(delayMs: number, task: () => void): Cancel
  /** Resolves after `delayMs`. */
  sleep(delayMs: number): Promise<void>
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
}
