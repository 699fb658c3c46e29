import type { Cancel, Clock, PaymentId } from '@usher/kernel'
import { unknownOutcome } from '../../domain/errors.ts'
import type { SandboxPayment } from './sandbox-payment.ts'
import { scenarioOf } from './scenarios.ts'

/** Nobody waits so long; then even `tok_never` lets go of the caller. */
const NEVER_MS = 3_600_000

/** Timers may fire a little early on the wall clock. */
const MARGIN_MS = 20

interface Waiting {
  readonly resolve: () => void
  readonly cancel: Cancel
}

/**
 * The answers that the sandbox delays, loses or owes. They live in memory: a crash loses an answer,
 * never a payment.
 */
export class PendingAnswers {
  readonly #clock: Clock
  readonly #waiting = new Map<PaymentId, Waiting>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Resolves when the first call for this payment is to be answered; rejects when its answer is
   * lost.
   */
  async answer({ paymentId, token, settlesAtMs, createdAtMs }: SandboxPayment): Promise<void> {
    const { answer } = scenarioOf(token)
    if (answer === 'timeout') throw unknownOutcome('provider_timeout', { payment_id: paymentId })
    if (answer === 'when_settled') await this.#clock.sleep(settlesAtMs - createdAtMs + MARGIN_MS)
    if (answer === 'never') await this.#untilReleased(paymentId)
  }

  /** Answers whoever waits for this payment. */
  release(paymentId: PaymentId): void {
    const waiting = this.#waiting.get(paymentId)
    this.#waiting.delete(paymentId)
    waiting?.cancel()
    waiting?.resolve()
  }

  #untilReleased(paymentId: PaymentId): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const giveUp = () => {
      this.#waiting.delete(paymentId)
      reject(unknownOutcome('provider_timeout', { payment_id: paymentId }))
    }
    this.#waiting.set(paymentId, { resolve, cancel: this.#clock.schedule(NEVER_MS, giveUp) })
    return promise
  }
}
