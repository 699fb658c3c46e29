import { DomainError } from '@usher/kernel'
import { keyReused } from '../../domain/errors.ts'
import type { RefundCall } from '../../ports/payment-provider.ts'
import type { SandboxPayment } from './sandbox-payment.ts'

/**
 * The payment with a refund; the same object for a repeat of the key. Throws conflict /
 * payment_key_reused, conflict / refund_exceeds_capture.
 */
export function addSandboxRefund(
  payment: SandboxPayment,
  { key, refundId, refundMinor }: RefundCall,
  nowMs: number,
): SandboxPayment {
  const known = payment.refunds.find((refund) => refund.key === key)
  if (known && known.amountMinor !== refundMinor) throw keyReused(key)
  if (known) return payment
  const captured = payment.status === 'CAPTURED' ? payment.amountMinor : 0
  const left = payment.refunds.reduce((rest, refund) => rest - refund.amountMinor, captured)
  if (refundMinor > left) {
    const facts = {
      payment_id: payment.paymentId,
      amount_minor: refundMinor,
      refundable_minor: left,
    }
    throw new DomainError('conflict', 'refund_exceeds_capture', 'more than is left', facts)
  }
  const refunds = [...payment.refunds, { key, refundId, amountMinor: refundMinor }]
  return { ...payment, refunds, updatedAtMs: nowMs }
}
