import type { RefundId } from '@usher/kernel'
import { type Booking, changed, type PaymentStatus } from './booking.ts'
import type { BookingFacts } from './facts.ts'

/** Paid and booked: the sale is done. */
export function confirmed(booking: Booking, nowMs: number): Booking {
  return changed(booking, {
    status: 'CONFIRMED',
    step: 'rest',
    paymentStatus: 'SUCCESS',
    paymentToken: '',
    challengeUrl: '',
    reason: '',
    confirmedAtMs: nowMs,
  })
}

/**
 * Decided against; from here on money and seats only go back. Also for a booking that has FAILED
 * and whose money came all the same: the buyer has been told, so it is given back, not honoured.
 * However often that happens, it all goes back under one refund id, so that two who undo one
 * booking at once give its money back once.
 */
export function undone(
  booking: Booking,
  { reason, refundId }: { reason: string; refundId: RefundId },
): Booking {
  return changed(booking, {
    step: 'undo',
    reason,
    undoRefundId: booking.undoRefundId || refundId,
  })
}

/** The money came after all while it was being undone: on towards the sale. */
export function resumed(booking: Booking): Booking {
  return changed(booking, { step: 'pay', reason: '' })
}

/** No money is kept and no seat: the end. */
export function failed(booking: Booking, reason: string, facts: BookingFacts): Booking {
  return changed(booking, {
    status: 'FAILED',
    step: 'rest',
    reason,
    paymentStatus: finalPaymentStatus(facts),
    declineCode: facts.declineCode,
    paymentToken: '',
    challengeUrl: '',
    refundedMinor: facts.payment === 'RETURNED' ? booking.totalMinor : 0,
  })
}

function finalPaymentStatus({ payment }: BookingFacts): PaymentStatus {
  if (payment === 'DECLINED' || payment === 'CAPTURE_FAILED') return 'DECLINED'
  return payment === 'RETURNED' ? 'REFUNDED' : 'VOIDED'
}

/** What the buyer may see while the provider decides; the same object when nothing has changed. */
export function waiting(booking: Booking, facts: BookingFacts): Booking {
  if (booking.step !== 'pay') return booking
  const paymentStatus = facts.payment === 'CHALLENGE' ? 'CHALLENGE' : 'PENDING'
  const { challengeUrl } = facts
  if (booking.paymentStatus === paymentStatus && booking.challengeUrl === challengeUrl) {
    return booking
  }
  return changed(booking, { paymentStatus, challengeUrl })
}
