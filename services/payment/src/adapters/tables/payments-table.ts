import type { BookingId, Currency, PaymentId } from '@usher/kernel'
import { defineTable } from '@usher/stores'
import type { Payment, PaymentStatus } from '../../domain/payment.ts'
import type { Refund } from '../../domain/refund.ts'

export interface PaymentRow {
  readonly payment_id: PaymentId
  readonly booking_id: BookingId
  readonly provider: string
  readonly provider_ref: string
  readonly amount_minor: number
  readonly currency: Currency
  readonly status: PaymentStatus
  readonly decline_code: string
  readonly challenge_url: string
  readonly capture_before_ms: number
  /** Null while there is none: most payments never have one. */
  readonly refunds: readonly Refund[] | null
  readonly created_at_ms: number
  readonly updated_at_ms: number
  readonly version: number
}

/**
 * No index: a payment is only ever looked up by its id, and each index would cost every booking a
 * write.
 */
export const paymentsTable = defineTable<PaymentRow>({
  name: 'payments',
  columns: {
    payment_id: 'text',
    booking_id: 'text',
    provider: 'text',
    provider_ref: 'text',
    amount_minor: 'integer',
    currency: 'text',
    status: 'text',
    decline_code: 'text',
    challenge_url: 'text',
    capture_before_ms: 'integer',
    refunds: 'json',
    created_at_ms: 'integer',
    updated_at_ms: 'integer',
    version: 'integer',
  },
  key: ['payment_id'],
})

export function toRow(payment: Payment): PaymentRow {
  return {
    payment_id: payment.paymentId,
    booking_id: payment.bookingId,
    provider: payment.provider,
    provider_ref: payment.providerRef,
    amount_minor: payment.amountMinor,
    currency: payment.currency,
    status: payment.status,
    decline_code: payment.declineCode,
    challenge_url: payment.challengeUrl,
    capture_before_ms: payment.captureBeforeMs,
    refunds: payment.refunds.length === 0 ? null : payment.refunds,
    created_at_ms: payment.createdAtMs,
    updated_at_ms: payment.updatedAtMs,
    version: payment.version,
  }
}

export function fromRow(row: PaymentRow): Payment {
  return {
    paymentId: row.payment_id,
    bookingId: row.booking_id,
    provider: row.provider,
    providerRef: row.provider_ref,
    amountMinor: row.amount_minor,
    currency: row.currency,
    status: row.status,
    declineCode: row.decline_code,
    challengeUrl: row.challenge_url,
    captureBeforeMs: row.capture_before_ms,
    refunds: row.refunds ?? [],
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    version: row.version,
  }
}
