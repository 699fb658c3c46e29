import type { DomainError } from '@usher/kernel'
import { Stripe } from 'stripe'
import { keyReused, unknownOutcome } from '../../domain/errors.ts'
import type { Report } from '../../domain/payment.ts'
import { reportOf } from './intent-report.ts'

const { errors } = Stripe

/**
 * Stripe's error in our words: conflict / payment_key_reused, otherwise unavailable /
 * provider_unavailable. Where a refusal means something it is told apart before; elsewhere nothing
 * is concluded from one. The facts leave out Stripe's message, which may quote a token.
 */
export function translated(error: unknown, key: string): unknown {
  if (error instanceof errors.StripeIdempotencyError) return keyReused(key)
  return error instanceof errors.StripeError ? doubt(error) : error
}

function doubt({ type, code, requestId }: InstanceType<typeof errors.StripeError>): DomainError {
  const facts = { error_type: type, code: code ?? '', request_id: requestId ?? '' }
  return unknownOutcome('provider_unavailable', facts)
}

/** True for a server error, which Stripe repeats for as long as it remembers the key. */
export function isServerError(error: unknown): boolean {
  return error instanceof errors.StripeAPIError && (error.statusCode ?? 0) >= 500
}

/** True when Stripe refused without doubt: it did not and will not act on this call. */
export function isRefusal(error: unknown): error is InstanceType<typeof errors.StripeError> {
  return (
    error instanceof errors.StripeCardError || error instanceof errors.StripeInvalidRequestError
  )
}

export function isSpentKey(error: unknown): boolean {
  return error instanceof errors.StripeIdempotencyError
}

/** A refused authorization as a report. */
export function declinedBy(error: InstanceType<typeof errors.StripeError>): Report {
  const intent = error.payment_intent
  if (intent) return { ...reportOf(intent), status: 'DECLINED', declineCode: refusalCode(error) }
  return { providerRef: '', status: 'DECLINED', declineCode: refusalCode(error) }
}

const tokenParams = new Set([
  'payment_method',
  'payment_method_data[card][token]',
  'confirmation_token',
])

/**
 * Stripe's code, which is stable; a token that it does not know is invalid_token, as with every
 * provider.
 */
export function refusalCode(error: InstanceType<typeof errors.StripeError>): string {
  if (tokenParams.has(error.param ?? '')) return 'invalid_token'
  return error.decline_code || error.code || 'refused'
}
