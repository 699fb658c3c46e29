import { DomainError, isDomainError, type PaymentId } from '@usher/kernel'

/** So many may wait for one payment; a webhook storm is a hundred. */
const WAITING_MAX = 1000
/** Another process may win the conditional write so often before a step gives up. */
const ATTEMPTS_MAX = 5

interface Line {
  tail: Promise<unknown>
  waiting: number
}

/**
 * One step at a time for each payment, payments side by side. Spares the provider repeated calls;
 * safety does not rest on it, but on the provider's keys and the version condition of
 * `PaymentStore`.
 *
 * A payment has a line while a step of it runs or waits, and none otherwise.
 */
export class PaymentTurns {
  readonly #lines = new Map<PaymentId, Line>()

  /**
   * Runs `step` when its turn has come; again when another process changed the payment meanwhile.
   */
  take<Result>(paymentId: PaymentId, step: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(paymentId) ?? { tail: Promise.resolve(), waiting: 0 }
    if (line.waiting >= WAITING_MAX) return Promise.reject(busy(paymentId))
    const idle = line.waiting === 0
    line.waiting += 1
    const result = idle ? untilUnchanged(step) : line.tail.then(() => untilUnchanged(step))
    const done = () => this.#leave(paymentId, line)
    line.tail = result.then(done, done)
    this.#lines.set(paymentId, line)
    return result
  }

  #leave(paymentId: PaymentId, line: Line): void {
    line.waiting -= 1
    if (line.waiting === 0) this.#lines.delete(paymentId)
  }
}

async function untilUnchanged<Result>(step: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step()
    } catch (error) {
      if (!isDomainError(error, 'payment_changed') || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

function busy(paymentId: PaymentId): DomainError {
  return new DomainError('unavailable', 'payment_busy', 'too many calls for one payment', {
    payment_id: paymentId,
  })
}
