/**
 * How many calls may be repeated: a tenth of all, with a few in hand for a quiet time. When a
 * service is down for everybody, repeats make little of it; when it is overloaded, they cannot
 * double the load. Finagle's budget, https://finagle.github.io/blog/2016/02/08/retry-budgets.
 */
export class RetryBudget {
  #tokens = IN_HAND

  /** A call has been made. */
  earn(): void {
    this.#tokens = Math.min(TOKENS_MAX, this.#tokens + EARNED)
  }

  /** True when a call may be repeated, which is then paid for. */
  spend(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}

const EARNED = 0.1
const IN_HAND = 10
/** What a busy time leaves for a bad second after it. */
const TOKENS_MAX = 100
