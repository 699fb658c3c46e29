import { type Booking, openRefund, type RefundIntent } from './booking.ts'
import type { BookingFacts, Progress } from './facts.ts'
import { owesNothing } from './facts.ts'

/**
 * What is to be done next. Each can be repeated: who takes it must find it harmless to take it
 * twice.
 */
export type Step =
  | { readonly take: 'begin' | 'authorize' | 'confirm' | 'capture' | 'complete' }
  | { readonly take: 'undo'; readonly reason: string }
  | { readonly take: 'resume' | 'void' | 'return_money' | 'abandon' | 'release' }
  | { readonly take: 'fail'; readonly reason: string }
  | { readonly take: 'refund'; readonly refund: RefundIntent }
  | { readonly take: 'wait' | 'rest' }

export interface Patience {
  readonly nowMs: number
  /** How long a buyer may take for a challenge. */
  readonly challengeMs: number
  /** How long a provider may leave a payment undecided. */
  readonly processingMs: number
}

/**
 * The step that follows from what is recorded and what is known. Money is captured only once the
 * seats are BOOKED, and a booking fails only once it is proven that no money is kept (P1-P9 of the
 * payment races).
 */
export function nextStep({ booking, facts }: Progress, patience: Patience): Step {
  switch (booking.step) {
    case 'pay':
      return stepToPay(booking, facts, patience)
    case 'undo':
      return stepToUndo(booking, facts)
    case 'refund': {
      const refund = openRefund(booking)
      return refund ? { take: 'refund', refund } : { take: 'rest' }
    }
    case 'rest':
      return isOvertaken(booking, facts)
        ? { take: 'undo', reason: booking.reason }
        : { take: 'rest' }
  }
}

/** A booking has FAILED, and money or seats came to it all the same: they go back, nothing more. */
function isOvertaken(booking: Booking, { reservation, payment }: BookingFacts): boolean {
  if (booking.status !== 'FAILED') return false
  const open = payment === 'AUTHORIZED' || payment === 'CAPTURED'
  const unrecorded = payment === 'RETURNED' && booking.refundedMinor === 0
  const seats = reservation === 'PAYING' || reservation === 'BOOKED'
  return seats || ((open || unrecorded) && !owesNothing(booking))
}

function stepToPay(booking: Booking, facts: BookingFacts, patience: Patience): Step {
  if (facts.refusal && (isUntouched(facts) || owesNothing(booking))) {
    return { take: 'undo', reason: facts.refusal }
  }
  switch (facts.payment) {
    case 'NEVER':
    case 'UNSEEN':
      return stepToAuthorize(facts)
    case 'PROCESSING':
      if (patience.nowMs >= booking.createdAtMs + patience.processingMs) {
        return { take: 'undo', reason: 'payment_unanswered' }
      }
      return facts.asked ? { take: 'wait' } : { take: 'authorize' }
    case 'CHALLENGE':
      return patience.nowMs < booking.createdAtMs + patience.challengeMs
        ? { take: 'wait' }
        : { take: 'undo', reason: 'challenge_abandoned' }
    case 'AUTHORIZED':
    case 'CAPTURED':
      return stepToSell(facts)
    case 'DECLINED':
      if (facts.reservation === 'BOOKED') return { take: 'undo', reason: 'payment_declined' }
      return stepToGiveSeatsBack('payment_declined', facts)
    case 'CAPTURE_FAILED':
      return { take: 'undo', reason: 'capture_failed' }
    case 'VOIDED':
    case 'RETURNED':
      return { take: 'undo', reason: 'payment_voided' }
  }
}

function isUntouched({ payment }: BookingFacts): boolean {
  return payment === 'NEVER' || payment === 'UNSEEN'
}

function stepToAuthorize({ reservation }: BookingFacts): Step {
  if (reservation === 'ACTIVE') return { take: 'begin' }
  if (reservation === 'PAYING' || reservation === 'BOOKED') return { take: 'authorize' }
  return { take: 'undo', reason: 'reservation_expired' }
}

/**
 * The money is there. A reservation that has ended is honoured if its seats are still free (P2);
 * else it is lost (P3).
 */
function stepToSell({ reservation, payment }: BookingFacts): Step {
  switch (reservation) {
    case 'ACTIVE':
      return { take: 'begin' }
    case 'PAYING':
    case 'GONE':
      return { take: 'confirm' }
    case 'LOST':
      return { take: 'undo', reason: 'seats_lost' }
    case 'BOOKED':
      return payment === 'CAPTURED' ? { take: 'complete' } : { take: 'capture' }
  }
}

function stepToUndo(booking: Booking, facts: BookingFacts): Step {
  switch (facts.payment) {
    case 'UNSEEN':
    case 'PROCESSING':
    case 'CHALLENGE':
      return { take: 'void' }
    case 'AUTHORIZED':
      return isHonoured(booking) ? { take: 'resume' } : { take: 'void' }
    case 'CAPTURED':
      if (owesNothing(booking)) break
      return isHonoured(booking) ? { take: 'resume' } : { take: 'return_money' }
    case 'CAPTURE_FAILED':
      if (!facts.asked) return { take: 'void' }
      break
    case 'NEVER':
    case 'DECLINED':
    case 'VOIDED':
    case 'RETURNED':
      break
  }
  return stepToGiveSeatsBack(booking.reason, facts)
}

/** A payment decided after all is late money, no error: the sale goes on if the seats allow it. */
function isHonoured({ status, reason }: Booking): boolean {
  const late = reason === 'challenge_abandoned' || reason === 'payment_unanswered'
  return status === 'PENDING' && late
}

function stepToGiveSeatsBack(reason: string, { reservation }: BookingFacts): Step {
  if (reservation === 'PAYING') return { take: 'abandon' }
  if (reservation === 'BOOKED') return { take: 'release' }
  return { take: 'fail', reason }
}
