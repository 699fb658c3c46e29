import type { Stripe } from 'stripe'
import type { PaymentStatus, Report } from '../../domain/payment.ts'
import type { RefundStatus } from '../../domain/refund.ts'

/** A PaymentIntent with `latest_charge` expanded, in our words. */
export function reportOf(intent: Stripe.PaymentIntent): Report {
  const failure = intent.last_payment_error
  const status = statusOf(intent)
  return {
    providerRef: intent.id,
    status,
    declineCode: declineCodeOf(intent, status, failure),
    challengeUrl: intent.next_action?.redirect_to_url?.url ?? '',
    captureBeforeMs: captureBeforeMs(intent),
  }
}

function statusOf(intent: Stripe.PaymentIntent): PaymentStatus {
  switch (intent.status) {
    case 'requires_action':
      return 'CHALLENGE'
    case 'requires_capture':
      return 'AUTHORIZED'
    case 'succeeded':
      return 'CAPTURED'
    case 'canceled':
      return 'VOIDED'
    case 'requires_payment_method':
      // A fresh intent waits here too; a failure tells them apart.
      return intent.last_payment_error ? 'DECLINED' : 'PROCESSING'
    default:
      return 'PROCESSING'
  }
}

function declineCodeOf(
  intent: Stripe.PaymentIntent,
  status: PaymentStatus,
  failure: Stripe.PaymentIntent.LastPaymentError | null,
): string {
  if (status === 'DECLINED') return failure?.decline_code || failure?.code || 'card_declined'
  // Stripe cancels what was not captured in time by itself.
  return intent.cancellation_reason === 'automatic' ? 'authorization_expired' : ''
}

function captureBeforeMs({ latest_charge: charge }: Stripe.PaymentIntent): number {
  const seconds = charge instanceof Object ? charge.payment_method_details?.card?.capture_before : 0
  return (seconds ?? 0) * 1000
}

export function refundStatusOf({ status }: Stripe.Refund): RefundStatus {
  if (status === 'succeeded') return 'DONE'
  return status === 'failed' || status === 'canceled' ? 'FAILED' : 'PENDING'
}
