import type { Booking } from './booking.ts'
import type { FailureReason } from './failure.ts'

/**
 * A reservation as one booking sees it. `PAYING` and `BOOKED`: for this booking. `GONE`: ended, or
 * another booking's. `LOST`: inventory has refused to confirm it, even late.
 */
export type ReservationFact = 'ACTIVE' | 'PAYING' | 'BOOKED' | 'GONE' | 'LOST'

/**
 * A payment as one booking sees it. `UNSEEN`: payment has not heard of it, yet another runner may
 * be about to ask. `NEVER`: nobody has asked and nobody will. `RETURNED`: captured and given back.
 */
export type PaymentFact =
  | 'UNSEEN'
  | 'NEVER'
  | 'PROCESSING'
  | 'CHALLENGE'
  | 'AUTHORIZED'
  | 'DECLINED'
  | 'CAPTURED'
  | 'CAPTURE_FAILED'
  | 'VOIDED'
  | 'RETURNED'

/** What a runner has learnt by asking. Never stored: a new runner asks again. */
export interface BookingFacts {
  readonly reservation: ReservationFact
  readonly payment: PaymentFact
  /** The provider has been asked in this run; asking at once again would bring nothing. */
  readonly asked: boolean
  /** Why this booking must not be paid, found before any money moved. */
  readonly refusal: FailureReason | undefined
  readonly challengeUrl: string
  readonly declineCode: string
}

/** A booking and what is known about its reservation and its payment. */
export interface Progress {
  readonly booking: Booking
  readonly facts: BookingFacts
}

/**
 * Where a booking stands that was stored a moment ago: its reservation was seen ACTIVE, nobody has
 * been asked.
 */
export function freshFacts(booking: Booking): BookingFacts {
  return {
    reservation: 'ACTIVE',
    payment: owesNothing(booking) ? 'CAPTURED' : 'NEVER',
    asked: false,
    refusal: undefined,
    challengeUrl: '',
    declineCode: '',
  }
}

/** True for what is given away: no provider is asked, and "captured" holds from the start. */
export function owesNothing({ totalMinor }: Pick<Booking, 'totalMinor'>): boolean {
  return totalMinor === 0
}

/**
 * A booking as somebody else left it, with what was learnt before: money that is on record as
 * returned is not owed again.
 */
export function seenAnew(booking: Booking, facts: BookingFacts): Progress {
  const returned = booking.status === 'FAILED' && booking.refundedMinor > 0
  return { booking, facts: returned ? { ...facts, payment: 'RETURNED' } : facts }
}

/**
 * `progress` with `learnt`; the same object when it says nothing new, which is how a runner sees
 * that it must wait.
 */
export function learn(progress: Progress, learnt: Partial<BookingFacts>): Progress {
  const facts = progress.facts
  const keys = Object.keys(learnt) as (keyof BookingFacts)[]
  if (keys.every((key) => facts[key] === learnt[key])) return progress
  return { booking: progress.booking, facts: { ...facts, ...learnt } }
}
