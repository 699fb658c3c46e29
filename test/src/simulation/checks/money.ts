import type { BookingRow } from '@usher/booking/adapters/tables/booking-tables'
import type { Breach, State } from './state.ts'

type BankPayment = State['bank'][number]

/**
 * I5 at every moment: by the bank's own books, money moves at most once, and only in the direction
 * that is on record.
 */
export function* checkMoney(state: State): Generator<Breach> {
  const captured = new Map<string, BankPayment>()
  for (const payment of state.bank) {
    if (refundedOf(payment) > capturedOf(payment)) {
      yield { invariant: 'I5', facts: { problem: 'more went back than was captured', payment } }
    }
    if (payment.status !== 'CAPTURED') continue
    const other = captured.get(payment.bookingId)
    if (other) yield { invariant: 'I5', facts: { problem: 'captured twice', other, payment } }
    captured.set(payment.bookingId, payment)
    yield* checkCaptured(state, payment)
  }
}

function* checkCaptured(state: State, payment: BankPayment): Generator<Breach> {
  const booking = state.bookings.get(payment.bookingId)
  if (!booking) {
    yield { invariant: 'I5', facts: { problem: 'captured for no booking', payment } }
    return
  }
  const reservation = state.reservations.get(booking.reservation_id)
  const decided =
    reservation?.status === 'CONFIRMED' && reservation.booking_id === booking.booking_id
  if (!decided) {
    yield { invariant: 'I5', facts: { problem: 'captured without seats', payment, booking } }
  }
  const kept = capturedOf(payment) - refundedOf(payment)
  const least = booking.status === 'CONFIRMED' && booking.step === 'rest' ? worthOf(booking) : 0
  const facts = { payment, booking, kept, least }
  if (kept < least) yield { invariant: 'I5', facts: { problem: 'too much went back', ...facts } }
  const most = booking.step === 'rest' ? worthOf(booking) : booking.total_minor
  if (booking.status !== 'PENDING' && kept > most) {
    yield { invariant: 'I5', facts: { problem: 'too much is kept', ...facts } }
  }
}

/** What the seats and places of the booking cost that have not been given back. */
export function worthOf({ status, seats, areas }: BookingRow): number {
  if (status !== 'CONFIRMED') return 0
  let worth = 0
  for (const { cancelled, priceMinor } of seats) if (!cancelled) worth += priceMinor
  for (const { quantity, cancelled, priceMinor } of areas)
    worth += (quantity - cancelled) * priceMinor
  return worth
}

export function capturedOf({ status, amountMinor }: BankPayment): number {
  return status === 'CAPTURED' ? amountMinor : 0
}

export function refundedOf({ refunds }: BankPayment): number {
  return refunds.reduce((sum, refund) => sum + refund.amountMinor, 0)
}
