import { DomainError, type ErrorKind, type Facts } from '@usher/kernel'

/** Why a booking failed: stable, stored, and the code of the error that the buyer gets. */
export const failures = {
  payment_declined: ['exhausted', 'the card was declined; the seats are kept for another try'],
  payment_invalid: ['invalid', 'the payment provider does not take this payment'],
  already_booked: ['conflict', 'this reservation has been booked'],
  payment_in_progress: ['conflict', 'another booking is paying for this reservation'],
  payment_voided: ['conflict', 'the payment was cancelled at the provider'],
  challenge_abandoned: ['expired', 'the payment was not completed in time'],
  payment_unanswered: ['expired', 'the provider did not decide in time; nothing is charged'],
  capture_failed: ['exhausted', 'the provider refused to hand over the money'],
  reservation_expired: ['expired', 'the reservation has ended'],
  reservation_changed: ['conflict', 'the reservation changed while it was being paid'],
  seats_lost: ['conflict', 'the seats were sold before the payment came; nothing is charged'],
  event_cancelled: ['conflict', 'the event has been cancelled'],
} as const satisfies Record<string, readonly [ErrorKind, string]>

export type FailureReason = keyof typeof failures

/**
 * The error that tells of a failed booking, with the same words whenever it is asked for. `facts`
 * may have the `providers` that there are.
 */
export function failureError(reason: string, facts: Facts): DomainError {
  const known = failures[reason as FailureReason]
  if (!known) return new DomainError('conflict', 'booking_failed', 'the booking failed', facts)
  const [kind, message] = known
  const { providers } = facts
  const said = Array.isArray(providers) ? `${message}; known are ${providers.join(', ')}` : message
  return new DomainError(kind, reason, said, facts)
}

/** Inventory's refusal to let this booking pay, as a reason to fail. */
export function refusalOf(error: DomainError): FailureReason {
  if (error.code === 'payment_in_progress') return 'payment_in_progress'
  return error.code === 'reservation_confirmed' ? 'already_booked' : 'reservation_expired'
}
