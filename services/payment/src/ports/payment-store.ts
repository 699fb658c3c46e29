import type { PaymentId } from '@usher/kernel'
import type { Payment } from '../domain/payment.ts'

/** Where payments are kept. */
export interface PaymentStore {
  /** The newest version, noted or saved. */
  get(paymentId: PaymentId): Promise<Payment | undefined>
  /** The newest versions of those that there are, in any order. */
  many(paymentIds: readonly PaymentId[]): Promise<readonly Payment[]>
  /**
   * The payment as this process last saw it, without asking; others may have changed it since, so
   * it serves only who saves what follows. Undefined: not seen, or not what it was.
   */
  seen(paymentId: PaymentId): Payment | undefined
  /**
   * Durable when it resolves. Rejects with conflict / payment_changed unless the newest version is
   * the one before (none before version 1).
   */
  save(payment: Payment): Promise<void>
  /**
   * As `save`, but a crash may bring back the last saved version. For what the provider will tell
   * again when asked: it spares the hot path a write. A store may treat it as `save`.
   */
  note(payment: Payment): Promise<void>
  /** Payments in the order of their ids, behind `after`. For audits. */
  list(page: { after?: PaymentId; limit: number }): Promise<readonly Payment[]>
}
