import { DomainError, type RefundId } from '@usher/kernel'
import type { Payment } from './payment.ts'
import type { Refund, RefundStatus, RefundTerms } from './refund.ts'

/** What has gone back to the buyer. */
export function refundedMinor({ refunds }: Payment): number {
  return refunds.reduce(
    (sum, { status, amountMinor }) => sum + (status === 'DONE' ? amountMinor : 0),
    0,
  )
}

/**
 * What may still be refunded: refunds under way count as gone, so that two at once cannot exceed
 * the capture.
 */
export function refundableMinor({ status, amountMinor, refunds }: Payment): number {
  if (status !== 'CAPTURED') return 0
  return refunds.reduce(
    (rest, refund) => rest - (refund.status === 'FAILED' ? 0 : refund.amountMinor),
    amountMinor,
  )
}

export function findRefund({ refunds }: Payment, refundId: RefundId): Refund | undefined {
  return refunds.find((refund) => refund.refundId === refundId)
}

/** How many refunds one payment may have: one a seat, and then some. Keeps a row small. */
export const REFUNDS_MAX = 200

/**
 * The payment with a new PENDING refund. Throws conflict / payment_not_captured, conflict /
 * refund_exceeds_capture or exhausted / too_many_refunds.
 */
export function addRefund(payment: Payment, terms: RefundTerms, nowMs: number): Payment {
  const { paymentId, status } = payment
  if (status !== 'CAPTURED') {
    const facts = { payment_id: paymentId, status }
    throw new DomainError(
      'conflict',
      'payment_not_captured',
      'only captured money can be refunded',
      facts,
    )
  }
  const refundable_minor = refundableMinor(payment)
  if (terms.amountMinor > refundable_minor) {
    const facts = { payment_id: paymentId, amount_minor: terms.amountMinor, refundable_minor }
    throw new DomainError(
      'conflict',
      'refund_exceeds_capture',
      'more than is left of the capture',
      facts,
    )
  }
  if (payment.refunds.length >= REFUNDS_MAX) {
    const facts = { payment_id: paymentId, limit: REFUNDS_MAX }
    throw new DomainError(
      'exhausted',
      'too_many_refunds',
      'this payment has too many refunds',
      facts,
    )
  }
  const refunds = [...payment.refunds, { ...terms, status: 'PENDING' as const }]
  return { ...payment, refunds, updatedAtMs: nowMs, version: payment.version + 1 }
}

/** The payment with what the provider said of one refund; the same object when that is known. */
export function settleRefund(
  payment: Payment,
  { refundId, status }: { refundId: RefundId; status: RefundStatus },
  nowMs: number,
): Payment {
  if (findRefund(payment, refundId)?.status === status) return payment
  const refunds = payment.refunds.map((refund) =>
    refund.refundId === refundId ? { ...refund, status } : refund,
  )
  return { ...payment, refunds, updatedAtMs: nowMs, version: payment.version + 1 }
}
