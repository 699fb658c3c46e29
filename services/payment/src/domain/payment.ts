import type { BookingId, Currency, PaymentId } from '@usher/kernel'
import type { Refund, RefundStatus } from './refund.ts'

/**
 * Modes of a payment and what moves between them. A provider's report moves it; nothing else does.
 *
 *   PROCESSING <-> CHALLENGE -> AUTHORIZED -> CAPTURED
 *        |             |            |-> CAPTURE_FAILED -> VOIDED
 *        |-------------|            '-> VOIDED
 *        '-> DECLINED, VOIDED
 *
 * Money that moved is believed from every state: whoever is told CAPTURED must give a seat or give
 * the money back.
 */
export type PaymentStatus =
  | 'PROCESSING'
  | 'CHALLENGE'
  | 'AUTHORIZED'
  | 'DECLINED'
  | 'CAPTURED'
  | 'CAPTURE_FAILED'
  | 'VOIDED'

/** One attempt to pay for one booking. A second card is a second payment. Never mutated. */
export interface Payment {
  readonly paymentId: PaymentId
  readonly bookingId: BookingId
  readonly provider: string
  /** The provider's own name for it; empty until the provider has answered. */
  readonly providerRef: string
  readonly amountMinor: number
  readonly currency: Currency
  readonly status: PaymentStatus
  /** Why it was declined, could not be captured, or lapsed; empty otherwise. */
  readonly declineCode: string
  readonly challengeUrl: string
  /** When the provider lets go of the money unless it is captured; 0 when it did not say. */
  readonly captureBeforeMs: number
  readonly refunds: readonly Refund[]
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** Counts the changes, from 1. A write carries the version after the one it saw. */
  readonly version: number
}

/** What a provider says of a payment at one moment. */
export interface Report {
  readonly providerRef: string
  readonly status: PaymentStatus
  readonly declineCode?: string
  readonly challengeUrl?: string
  readonly captureBeforeMs?: number
  /** The refunds that it knows; those it leaves out are unchanged. */
  readonly refunds?: readonly { readonly refundId: string; readonly status: RefundStatus }[]
}

/** What is asked for, once validated. */
export interface PaymentTerms {
  readonly paymentId: PaymentId
  readonly bookingId: BookingId
  readonly provider: string
  readonly amountMinor: number
  readonly currency: Currency
}

/** A payment that its provider has not been asked for yet. */
export function openPayment(terms: PaymentTerms, nowMs: number): Payment {
  return {
    paymentId: terms.paymentId,
    bookingId: terms.bookingId,
    provider: terms.provider,
    providerRef: '',
    amountMinor: terms.amountMinor,
    currency: terms.currency,
    status: 'PROCESSING',
    declineCode: '',
    challengeUrl: '',
    captureBeforeMs: 0,
    refunds: [],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    version: 1,
  }
}

/**
 * What stands for a payment that was voided before anybody asked for it: an authorize that comes
 * after the void finds it and sets nothing aside. It has no terms, and never gets any.
 */
export function forestalledPayment(paymentId: PaymentId, nowMs: number): Payment {
  const terms = {
    bookingId: '' as BookingId,
    provider: '',
    amountMinor: 0,
    currency: '' as Currency,
  }
  return { ...openPayment({ paymentId, ...terms }, nowMs), status: 'VOIDED' }
}

/** True for a payment that no provider will ever hear of. */
export function isForestalled({ provider }: Payment): boolean {
  return provider === ''
}

const moves: Readonly<Record<PaymentStatus, ReadonlySet<PaymentStatus>>> = {
  PROCESSING: new Set(['CHALLENGE', 'AUTHORIZED', 'DECLINED', 'VOIDED', 'CAPTURED']),
  CHALLENGE: new Set(['PROCESSING', 'AUTHORIZED', 'DECLINED', 'VOIDED', 'CAPTURED']),
  AUTHORIZED: new Set(['CAPTURED', 'CAPTURE_FAILED', 'VOIDED']),
  CAPTURE_FAILED: new Set(['VOIDED', 'CAPTURED']),
  DECLINED: new Set(['CAPTURED']),
  VOIDED: new Set(['CAPTURED']),
  CAPTURED: new Set(),
}

/**
 * The payment after `report`; the same object when the report tells nothing new or cannot be newer.
 */
export function observe(payment: Payment, report: Report, nowMs: number): Payment {
  const refunds = refundsAfter(payment.refunds, report)
  const moved = moves[payment.status].has(report.status)
  const named = payment.providerRef === '' && report.providerRef !== ''
  if (!moved && !named && refunds === payment.refunds) return payment
  return {
    ...payment,
    ...(moved ? stateOf(payment, report) : undefined),
    providerRef: report.providerRef || payment.providerRef,
    refunds,
    updatedAtMs: nowMs,
    version: payment.version + 1,
  }
}

function stateOf(payment: Payment, report: Report) {
  return {
    status: report.status,
    declineCode: report.declineCode ?? '',
    challengeUrl: report.status === 'CHALLENGE' ? (report.challengeUrl ?? '') : '',
    captureBeforeMs: report.captureBeforeMs ?? payment.captureBeforeMs,
  }
}

function refundsAfter(refunds: readonly Refund[], report: Report): readonly Refund[] {
  let changed = false
  const next = refunds.map((refund) => {
    const seen = report.refunds?.find(({ refundId }) => refundId === refund.refundId)
    if (!seen || seen.status === refund.status || seen.status === 'PENDING') return refund
    changed = true
    return { ...refund, status: seen.status }
  })
  return changed ? next : refunds
}

/**
 * What a report means when it answers a capture: money that is gone cannot be captured any more.
 */
export function captureReport(report: Report): Report {
  if (report.status !== 'VOIDED' && report.status !== 'DECLINED') return report
  const declineCode = report.declineCode || 'authorization_gone'
  return { ...report, status: 'CAPTURE_FAILED', declineCode }
}

/** True while the provider may still say something else without being asked to do anything. */
export function isUndecided({ status }: Payment): boolean {
  return status === 'PROCESSING' || status === 'CHALLENGE'
}

/** True when asking the provider again can change the payment or one of its refunds. */
export function isOpen(payment: Payment): boolean {
  const { status, refunds } = payment
  if (status === 'CAPTURED') return refunds.some((refund) => refund.status === 'PENDING')
  return status !== 'DECLINED' && status !== 'VOIDED'
}

/** A payment of nothing needs no provider. */
export function isFree({ amountMinor }: { amountMinor: number }): boolean {
  return amountMinor === 0
}
