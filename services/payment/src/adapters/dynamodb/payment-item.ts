import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'
import type { Payment } from '../../domain/payment.ts'
import type { Refund } from '../../domain/refund.ts'
import { paymentKey } from './payment-key.ts'

/**
 * An item of `payments`. Amounts are minor units of `currency`; times are seconds since the epoch,
 * milliseconds as a fraction. `REFUNDS_MAX` keeps it far from 400 KB.
 */
export interface PaymentItem {
  readonly payment_shard: number
  readonly payment_id: Payment['paymentId']
  readonly booking_id: Payment['bookingId']
  readonly provider: string
  readonly provider_ref: string
  readonly amount: number
  readonly currency: Payment['currency']
  readonly status: Payment['status']
  readonly decline_code: string
  readonly challenge_url: string
  /** Zero: the provider did not say. */
  readonly capture_before: number
  readonly refunds: readonly RefundItem[]
  readonly created_at: number
  readonly updated_at: number
  readonly version: number
  /** Names the write that made this version. */
  readonly write_id: string
}

interface RefundItem {
  readonly refund_id: Refund['refundId']
  readonly amount: number
  readonly reason: string
  readonly status: Refund['status']
}

export function paymentItem(it: Payment, writeId: string): PaymentItem {
  return {
    ...paymentKey(it.paymentId),
    booking_id: it.bookingId,
    provider: it.provider,
    provider_ref: it.providerRef,
    amount: it.amountMinor,
    currency: it.currency,
    status: it.status,
    decline_code: it.declineCode,
    challenge_url: it.challengeUrl,
    capture_before: secondsOf(it.captureBeforeMs),
    refunds: it.refunds.map(({ refundId, amountMinor, reason, status }) => {
      return { refund_id: refundId, amount: amountMinor, reason, status }
    }),
    created_at: secondsOf(it.createdAtMs),
    updated_at: secondsOf(it.updatedAtMs),
    version: it.version,
    write_id: writeId,
  }
}

export function paymentOf(found: Item): Payment {
  const item = found as unknown as PaymentItem
  return {
    paymentId: item.payment_id,
    bookingId: item.booking_id,
    provider: item.provider,
    providerRef: item.provider_ref,
    amountMinor: item.amount,
    currency: item.currency,
    status: item.status,
    declineCode: item.decline_code,
    challengeUrl: item.challenge_url,
    captureBeforeMs: msOf(item.capture_before),
    refunds: item.refunds.map(({ refund_id, amount, reason, status }) => {
      return { refundId: refund_id, amountMinor: amount, reason, status }
    }),
    createdAtMs: msOf(item.created_at),
    updatedAtMs: msOf(item.updated_at),
    version: item.version,
  }
}
