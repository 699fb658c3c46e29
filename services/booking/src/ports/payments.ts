import type { BookingId, Currency, PaymentId, RefundId } from '@usher/kernel'
import type { PaymentFact } from '../domain/facts.ts'

/** A payment as it stands. */
export interface PaymentView {
  readonly payment: PaymentFact
  readonly challengeUrl: string
  readonly declineCode: string
}

export interface Authorization {
  readonly paymentId: PaymentId
  readonly bookingId: BookingId
  readonly provider: string
  readonly token: string
  readonly amountMinor: number
  readonly currency: Currency
}

export interface Refund {
  readonly paymentId: PaymentId
  readonly refundId: RefundId
  readonly amountMinor: number
  readonly reason: string
}

/**
 * What a sale asks of payment. Every method may be repeated: a payment id is authorized, captured
 * and voided at most once, a refund id refunded at most once. A failure leaves the outcome unknown,
 * except invalid from `authorize`: nothing was asked then.
 */
export interface Payments {
  authorize(authorization: Authorization): Promise<PaymentView>
  /** The names that `authorize` takes as a provider. */
  providers(): Promise<readonly string[]>
  capture(paymentId: PaymentId): Promise<PaymentView>
  /**
   * Gives up what was set aside. `CAPTURED` when money had already moved. `VOIDED` is for good,
   * also when nobody had asked for any: who asks later is answered `VOIDED`.
   */
  void(paymentId: PaymentId): Promise<PaymentView>
  /** True once the money is on its way back; false while the provider has not answered. */
  refund(refund: Refund): Promise<boolean>
  /**
   * How it stands now, from the provider when it is open. `UNSEEN` when payment has not heard of
   * it.
   */
  look(paymentId: PaymentId): Promise<PaymentView>
}
