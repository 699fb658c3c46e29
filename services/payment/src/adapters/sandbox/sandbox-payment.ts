import type { BookingId, Currency, PaymentId } from '@usher/kernel'
import type { PaymentStatus, Report } from '../../domain/payment.ts'
import { scenarioOf } from './scenarios.ts'

/**
 * A payment as the sandbox bank has it.
 *
 *   PENDING   -> AUTHORIZED (by time)
 *   CHALLENGE -> AUTHORIZED | DECLINED (by the buyer)
 *   AUTHORIZED -> CAPTURED | CAPTURE_FAILED
 * PENDING, CHALLENGE, AUTHORIZED, CAPTURE_FAILED -> VOIDED (asked for, or by time: nobody captured
 * in time)
 */
export interface SandboxPayment {
  readonly paymentId: PaymentId
  readonly bookingId: BookingId
  readonly providerRef: string
  /**
   * A test token, or the fingerprint of anything else: what is no test token may be a secret sent
   * by mistake.
   */
  readonly token: string
  readonly amountMinor: number
  readonly currency: Currency
  readonly status: 'PENDING' | Exclude<PaymentStatus, 'PROCESSING'>
  readonly declineCode: string
  readonly challengeId: string
  /** When PENDING becomes AUTHORIZED; 0: never. */
  readonly settlesAtMs: number
  /** When AUTHORIZED lapses; 0: not authorized yet. */
  readonly captureBeforeMs: number
  readonly refunds: readonly SandboxRefund[]
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

export interface SandboxRefund {
  readonly key: string
  readonly refundId: string
  readonly amountMinor: number
}

/**
 * As card networks allow for a card that was not present (https://stripe.com/blog/auth-capture).
 */
const AUTHORIZATION_MS = 7 * 86_400_000

type Opening = Pick<
  SandboxPayment,
  'paymentId' | 'bookingId' | 'providerRef' | 'token' | 'amountMinor' | 'currency' | 'challengeId'
>

export function openSandboxPayment(opening: Opening, nowMs: number): SandboxPayment {
  const { opensAs, declineCode = '', settlesAfterMs } = scenarioOf(opening.token)
  return {
    ...opening,
    status: opensAs,
    declineCode,
    settlesAtMs: settlesAfterMs === undefined ? 0 : nowMs + settlesAfterMs,
    captureBeforeMs: opensAs === 'AUTHORIZED' ? nowMs + AUTHORIZATION_MS : 0,
    refunds: [],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  }
}

/** The payment as time has made it. */
export function atTime(payment: SandboxPayment, nowMs: number): SandboxPayment {
  if (payment.status === 'PENDING' && payment.settlesAtMs > 0 && nowMs >= payment.settlesAtMs) {
    return atTime(authorized(payment, payment.settlesAtMs), nowMs)
  }
  const reserved = payment.status === 'AUTHORIZED' || payment.status === 'CAPTURE_FAILED'
  if (reserved && nowMs >= payment.captureBeforeMs) {
    return { ...payment, status: 'VOIDED', declineCode: 'authorization_expired' }
  }
  return payment
}

export function authorized(payment: SandboxPayment, nowMs: number): SandboxPayment {
  const captureBeforeMs = nowMs + AUTHORIZATION_MS
  return { ...payment, status: 'AUTHORIZED', captureBeforeMs, updatedAtMs: nowMs }
}

/** Captured, or refused for good, when it is AUTHORIZED; otherwise the same object. */
export function captured(payment: SandboxPayment, nowMs: number): SandboxPayment {
  if (payment.status !== 'AUTHORIZED') return payment
  if (scenarioOf(payment.token).refusesCapture) {
    const declineCode = 'capture_refused'
    return { ...payment, status: 'CAPTURE_FAILED', declineCode, updatedAtMs: nowMs }
  }
  return { ...payment, status: 'CAPTURED', updatedAtMs: nowMs }
}

/** Given up, unless it is over: captured, declined or voided. */
export function voided(payment: SandboxPayment, nowMs: number): SandboxPayment {
  const { status } = payment
  if (status === 'CAPTURED' || status === 'DECLINED' || status === 'VOIDED') return payment
  return { ...payment, status: 'VOIDED', updatedAtMs: nowMs }
}

/** What the ledger says of money that moved. */
export interface SandboxTotals {
  readonly paymentId: PaymentId
  readonly bookingId: BookingId
  readonly currency: Currency
  readonly capturedMinor: number
  readonly refundedMinor: number
  /** Set aside and not captured, voided or lapsed. */
  readonly authorizedMinor: number
}

export function totalsOf(payment: SandboxPayment, nowMs: number): SandboxTotals {
  const { paymentId, bookingId, currency, amountMinor, status } = atTime(payment, nowMs)
  return {
    paymentId,
    bookingId,
    currency,
    capturedMinor: status === 'CAPTURED' ? amountMinor : 0,
    refundedMinor: payment.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0),
    authorizedMinor: status === 'AUTHORIZED' ? amountMinor : 0,
  }
}

/** What the sandbox tells of a payment. */
export function reportOf(payment: SandboxPayment, challengeUrl: (id: string) => string): Report {
  const { providerRef, status, declineCode, captureBeforeMs, refunds } = payment
  return {
    providerRef,
    status: status === 'PENDING' ? 'PROCESSING' : status,
    declineCode,
    captureBeforeMs,
    challengeUrl: status === 'CHALLENGE' ? challengeUrl(payment.challengeId) : '',
    refunds: refunds.map(({ refundId }) => ({ refundId, status: 'DONE' })),
  }
}
