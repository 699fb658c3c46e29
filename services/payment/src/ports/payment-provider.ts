import type { BookingId, Currency, PaymentId, RefundId } from '@usher/kernel'
import type { Report } from '../domain/payment.ts'
import type { RefundStatus } from '../domain/refund.ts'

export interface AuthorizeCall {
  readonly key: string
  readonly paymentId: PaymentId
  readonly bookingId: BookingId
  readonly token: string
  readonly amountMinor: number
  readonly currency: Currency
}

/** Names a payment that may be known to the provider. */
export interface PaymentCall {
  readonly key: string
  readonly paymentId: PaymentId
  readonly bookingId: BookingId
  /** Empty when no answer of the provider has reached us. */
  readonly providerRef: string
  readonly amountMinor: number
  readonly currency: Currency
  /** When the payment was opened: the provider cannot know it from before. */
  readonly createdAtMs: number
}

export interface RefundCall extends PaymentCall {
  readonly refundId: RefundId
  readonly refundMinor: number
}

/** A message from the provider whose signature holds. Only a hint: the payment is fetched again. */
export interface WebhookMessage {
  /** Unique to the message, the same in each repeat. */
  readonly deliveryId: string
  /** Empty when the message concerns no payment of ours. */
  readonly paymentId: string
}

/**
 * Whoever moves the money. Laws, kept by each adapter and shown by `paymentProviderContract`:
 *
 * - A repeat with the same key has the first effect and its answer. The same key with other
 *   parameters is
 *   conflict / payment_key_reused.
 * - An answer is the truth at some moment after the call began. When the outcome is unknown
 *   (timeout, lost connection,
 * server error) the call rejects with kind `unavailable`; it never reports a failure it is not sure
 * of.
 * - A refusal by the buyer's bank is a report, not an error.
 */
export interface PaymentProvider {
  /**
   * Sets the money aside: AUTHORIZED, DECLINED, CHALLENGE, or PROCESSING when the provider decides
   * later.
   */
  authorize(call: AuthorizeCall): Promise<Report>
  /**
   * Takes what was set aside, once. CAPTURE_FAILED: refused for good. VOIDED: it had been given up
   * or had lapsed.
   */
  capture(call: PaymentCall): Promise<Report>
  /**
   * Gives up what was set aside, or makes sure that it never will be: once VOIDED is answered, an
   * authorize that is still on its way has no effect. CAPTURED: the money had moved.
   */
  void(call: PaymentCall): Promise<Report>
  /** Gives money back. Rejects with conflict / refund_exceeds_capture when too little is left. */
  refund(call: RefundCall): Promise<RefundStatus>
  /**
   * What the provider knows; undefined when it knows nothing, which proves nothing about a call on
   * its way.
   */
  retrieve(call: PaymentCall): Promise<Report | undefined>
  /**
   * Verifies and reads a webhook. `headers` in lower case. Rejects with unauthenticated /
   * invalid_signature.
   */
  parseWebhook(rawBody: Uint8Array, headers: WebhookHeaders): Promise<WebhookMessage>
}

export type WebhookHeaders = Readonly<Record<string, string>>
