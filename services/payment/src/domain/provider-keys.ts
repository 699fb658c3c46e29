import type { PaymentId, RefundId } from '@usher/kernel'

/**
 * The idempotency keys that a provider sees. Each follows from ids that are durable before the
 * call, so that a repeat after a crash carries the same key without a record of its own.
 */
export const authorizeKey = (paymentId: PaymentId) => `${paymentId}:authorize`
export const captureKey = (paymentId: PaymentId) => `${paymentId}:capture`
export const voidKey = (paymentId: PaymentId) => `${paymentId}:void`
export const refundKey = (paymentId: PaymentId, refundId: RefundId) =>
  `${paymentId}:refund:${refundId}`
