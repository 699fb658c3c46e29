import type { PaymentId } from '@usher/kernel'
import type { SandboxPayment } from './sandbox-payment.ts'

/** A webhook that is still to be delivered. */
export interface SandboxDelivery {
  readonly deliveryId: string
  readonly paymentId: PaymentId
  readonly createdAtMs: number
  readonly dueAtMs: number
  /** Attempts that failed since the last that succeeded. */
  readonly failures: number
  /** How often it is still to arrive. */
  readonly remaining: number
}

export interface SandboxChange {
  readonly payment: SandboxPayment
  readonly delivery?: SandboxDelivery
}

/** The sandbox bank's own books. */
export interface SandboxLedger {
  get(paymentId: PaymentId): Promise<SandboxPayment | undefined>
  /**
   * Replaces the payment by what `step` makes of it, with the delivery, atomically; durable when it
   * resolves. Answers the payment. `step` may be called more than once; it throws to refuse, and
   * answers undefined to leave all as it is.
   */
  update(
    paymentId: PaymentId,
    step: (payment: SandboxPayment | undefined) => SandboxChange | undefined,
  ): Promise<SandboxPayment | undefined>
  /** The payment with this challenge. */
  challenged(challengeId: string): Promise<PaymentId | undefined>
  /** Deliveries due by `nowMs`, the longest due first. */
  dueDeliveries(options: { nowMs: number; limit: number }): Promise<readonly SandboxDelivery[]>
  saveDelivery(delivery: SandboxDelivery): Promise<void>
  removeDelivery(deliveryId: string): Promise<void>
  /** Payments in the order of their ids, behind `after`. */
  list(page: { after?: PaymentId; limit: number }): Promise<readonly SandboxPayment[]>
}
