import type { BookingId } from '@usher/kernel'
import { causeOf } from './end-reservation.ts'
import { paymentInProgress, reservationConfirmed, reservationExpired } from './errors.ts'
import { prolongedSeats } from './extend.ts'
import { changed, isExpired, type Reservation, type ReservationInPlace } from './reservation.ts'
import type { SeatTransaction } from './seat-transaction.ts'

/** After a decline a buyer has at least so long to try another card. */
const GRACE_AFTER_DECLINE_MS = 10 * 60 * 1000

/**
 * ACTIVE and in time -> PAYING, which never expires by time. Undefined: this booking is paying, or
 * has paid, already.
 */
export function decideBeginPayment(
  reservation: Reservation,
  { bookingId, nowMs }: { bookingId: BookingId; nowMs: number },
): SeatTransaction | undefined {
  const mine = reservation.bookingId === bookingId
  if (reservation.status === 'PAYING' || reservation.status === 'CONFIRMED') {
    if (mine) return undefined
    throw reservation.status === 'PAYING'
      ? paymentInProgress(reservation)
      : reservationConfirmed(reservation)
  }
  if (reservation.status !== 'ACTIVE' || isExpired(reservation, nowMs)) {
    throw reservationExpired(reservation)
  }
  const next = changed(reservation, { status: 'PAYING', bookingId })
  return {
    operationId: null,
    eventId: reservation.eventId,
    mapVersion: null,
    cause: causeOf(next, 'payment_begun', nowMs),
    seats: [],
    areas: [],
    reservations: [{ expected: reservation, next }],
    buyers: [],
  }
}

/**
 * PAYING -> ACTIVE with time for another card, even past the life limit: the buyer was not idle.
 * Undefined: this booking is not paying (any more).
 */
export function decideAbandonPayment(
  inPlace: ReservationInPlace,
  { bookingId, nowMs }: { bookingId: BookingId; nowMs: number },
): SeatTransaction | undefined {
  const { reservation } = inPlace
  if (reservation.status !== 'PAYING') {
    if (reservation.status === 'CONFIRMED') throw reservationConfirmed(reservation)
    return undefined
  }
  if (reservation.bookingId !== bookingId) throw paymentInProgress(reservation)
  const expiresAtMs = Math.max(reservation.expiresAtMs, nowMs + GRACE_AFTER_DECLINE_MS)
  const later = expiresAtMs > reservation.expiresAtMs
  return {
    operationId: null,
    eventId: reservation.eventId,
    mapVersion: null,
    cause: causeOf(reservation, 'payment_abandoned', nowMs),
    seats: later ? prolongedSeats(inPlace, expiresAtMs, nowMs) : [],
    areas: [],
    reservations: [
      {
        expected: reservation,
        next: changed(reservation, { status: 'ACTIVE', bookingId: null, expiresAtMs }),
      },
    ],
    buyers: [],
  }
}
