import type { EventId } from '@usher/kernel'
import type { Evidence, Problem, Violation } from './finding.ts'
import type { SeatStatus } from './seat-history.ts'

export interface BookingSeen {
  readonly bookingId: string
  readonly eventId: EventId
  readonly status: 'PENDING' | 'CONFIRMED' | 'CANCELLED' | 'FAILED'
  readonly paymentId: string
  readonly totalMinor: number
  readonly seats: readonly { seatNumber: string; priceMinor: number; cancelled: boolean }[]
  readonly areas: readonly { quantity: number; cancelled: number; priceMinor: number }[]
}

export interface PaymentSeen {
  readonly bookingId: string
  readonly status: string
  readonly amountMinor: number
  readonly refundedMinor: number
}

export interface SeatOwner {
  readonly seatNumber: string
  readonly status: SeatStatus
  readonly bookingId: string
}

/** A booking and what stood beside it while it did not change. */
export interface BookingPicture {
  readonly booking: BookingSeen
  /** Undefined: payment knows none. */
  readonly payment: PaymentSeen | undefined
  /** Seats that are on the map. */
  readonly owners: readonly SeatOwner[]
  /** The topics have said so. */
  readonly isConfirmed: boolean
}

/** Something looks wrong; a violation once it has done so for `graceMs`. */
export interface Suspicion extends Violation {
  readonly graceMs: number
}

/** Money and seats that are on their way back arrive within fifteen minutes (I6). */
const ON_THE_WAY_MAX_MS = 15 * 60_000

/**
 * What is wrong with a booking. Certain at once is what cannot be on its way: a cancellation is on
 * record before a seat or a cent moves, and a capture before the booking is CONFIRMED.
 */
export function judgeBooking(picture: BookingPicture): readonly Suspicion[] {
  const { booking, isConfirmed } = picture
  const undone = booking.status === 'PENDING' || booking.status === 'FAILED'
  if (isConfirmed && undone) return [suspicion(picture, 'lost_booking', 0)]
  if (booking.status === 'CONFIRMED') return [...wrongSeats(picture), ...wrongMoney(picture)]
  return [...keptMoney(picture), ...(booking.status === 'PENDING' ? [] : keptSeats(picture))]
}

function* wrongSeats(picture: BookingPicture): Iterable<Suspicion> {
  const { booking, owners } = picture
  const owned = new Map(owners.map((owner) => [owner.seatNumber, owner]))
  for (const { seatNumber, cancelled } of booking.seats) {
    const owner = owned.get(seatNumber)
    const isOwn = owner?.status === 'BOOKED' && owner.bookingId === booking.bookingId
    if (cancelled || isOwn) continue
    const problem = owner?.status === 'BOOKED' ? 'double_booking' : 'lost_booking'
    yield suspicion(picture, problem, 0, { seat_number: seatNumber, owner: owner ?? null })
  }
}

function* wrongMoney(picture: BookingPicture): Iterable<Suspicion> {
  const { booking, payment } = picture
  if (booking.totalMinor === 0) return
  const isPaid =
    payment?.status === 'CAPTURED' &&
    payment.bookingId === booking.bookingId &&
    payment.amountMinor === booking.totalMinor
  if (!isPaid) return yield suspicion(picture, 'payment_mismatch', 0)
  const kept = keptMinor(payment)
  const worth = worthOf(booking)
  if (kept === worth) return
  const problem = kept > worth ? 'unreturned_payment' : 'payment_mismatch'
  yield suspicion(picture, problem, ON_THE_WAY_MAX_MS, { kept_minor: kept, worth_minor: worth })
}

function* keptMoney(picture: BookingPicture): Iterable<Suspicion> {
  const kept = keptMinor(picture.payment)
  if (kept === 0) return
  yield suspicion(picture, 'unreturned_payment', ON_THE_WAY_MAX_MS, { kept_minor: kept })
}

function* keptSeats(picture: BookingPicture): Iterable<Suspicion> {
  const { booking, owners } = picture
  for (const owner of owners) {
    if (owner.status !== 'BOOKED' || owner.bookingId !== booking.bookingId) continue
    yield suspicion(picture, 'unbacked_seat', ON_THE_WAY_MAX_MS, { owner })
  }
}

function keptMinor(payment: PaymentSeen | undefined): number {
  return payment?.status === 'CAPTURED' ? payment.amountMinor - payment.refundedMinor : 0
}

/** What the seats and places that the buyer still has were sold for. */
function worthOf({ seats, areas }: BookingSeen): number {
  let worth = 0
  for (const { cancelled, priceMinor } of seats) if (!cancelled) worth += priceMinor
  for (const { quantity, cancelled, priceMinor } of areas) {
    worth += (quantity - cancelled) * priceMinor
  }
  return worth
}

function suspicion(
  { booking, payment }: BookingPicture,
  problem: Problem,
  graceMs: number,
  more: Evidence = {},
): Suspicion {
  const { bookingId, eventId, status, totalMinor } = booking
  const evidence = {
    booking_id: bookingId,
    booking_status: status,
    total_minor: totalMinor,
    payment: payment ?? null,
    ...more,
  }
  return { problem, eventId, subject: bookingId, evidence, graceMs }
}
