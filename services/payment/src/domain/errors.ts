import { DomainError, type PaymentId } from '@usher/kernel'

export function paymentNotFound(paymentId: PaymentId): DomainError {
  return new DomainError('not_found', 'payment_not_found', 'no such payment', {
    payment_id: paymentId,
  })
}

/** The same payment_id with other terms: a caller's mistake that must not move money. */
export function paymentReused(paymentId: PaymentId, field: string): DomainError {
  return new DomainError(
    'conflict',
    'payment_reused',
    'this payment_id was used with other terms',
    {
      payment_id: paymentId,
      field,
    },
  )
}

export function unknownProvider(provider: string, known: readonly string[]): DomainError {
  return new DomainError('invalid', 'unknown_provider', `no payment provider "${provider}"`, {
    provider,
    known,
  })
}

export function missingToken(): DomainError {
  return new DomainError('invalid', 'missing_token', 'a payment token is needed', {
    field: 'token',
  })
}

/** Another writer changed the payment first: read it again and go on. */
export function paymentChanged(paymentId: PaymentId): DomainError {
  return new DomainError('conflict', 'payment_changed', 'the payment has changed meanwhile', {
    payment_id: paymentId,
  })
}

/** Says nothing of what is wrong with the signature: that would help whoever forges one. */
export function invalidSignature(): DomainError {
  return new DomainError(
    'unauthenticated',
    'invalid_signature',
    'the webhook is not signed as it must be',
  )
}

/**
 * The provider may or may not have done it. Ask it, or repeat with the same key; never assume a
 * failure.
 */
export function unknownOutcome(
  code: string,
  facts: Record<string, unknown>,
  cause?: unknown,
): DomainError {
  return new DomainError('unavailable', code, 'the payment provider has not answered', facts, cause)
}

/** One idempotency key with two sets of parameters. */
export function keyReused(key: string): DomainError {
  return new DomainError(
    'conflict',
    'payment_key_reused',
    'the key was used with other parameters',
    { key },
  )
}
