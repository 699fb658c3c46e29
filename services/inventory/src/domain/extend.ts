import { causeOf } from './end-reservation.ts'
import {
  extensionLimit,
  paymentInProgress,
  reservationConfirmed,
  reservationExpired,
} from './errors.ts'
import { changed, isExpired, type Reservation, type ReservationInPlace } from './reservation.ts'
import { reservedSeat } from './seat.ts'
import type { SeatChange, SeatTransaction } from './seat-transaction.ts'

/** No reservation lives longer than this from its creation, however often it is extended. */
const LIFE_MAX_MS = 2 * 60 * 60 * 1000
/** Enough for who needs more time than others; a bot gains little. */
const EXTENSIONS_MAX = 3

/**
 * A full reservation time from now, within the limits. Throws when it has ended, is being paid or
 * cannot grow.
 */
export function decideExtend(
  inPlace: ReservationInPlace,
  { nowMs, ttlMs }: { nowMs: number; ttlMs: number },
): SeatTransaction {
  const { reservation } = inPlace
  requireActive(reservation, nowMs)
  const latestMs = reservation.createdAtMs + LIFE_MAX_MS
  const expiresAtMs = Math.min(nowMs + ttlMs, latestMs)
  if (reservation.extensions >= EXTENSIONS_MAX || expiresAtMs <= reservation.expiresAtMs) {
    throw extensionLimit(reservation, {
      extensions: reservation.extensions,
      extensions_max: EXTENSIONS_MAX,
      latest_ms: latestMs,
      expires_at_ms: reservation.expiresAtMs,
    })
  }
  const next = changed(reservation, { expiresAtMs, extensions: reservation.extensions + 1 })
  return {
    operationId: null,
    eventId: reservation.eventId,
    mapVersion: null,
    cause: causeOf(reservation, 'extended', nowMs),
    seats: prolongedSeats(inPlace, expiresAtMs, nowMs),
    areas: [],
    reservations: [{ expected: reservation, next }],
    buyers: [],
  }
}

/** Throws unless the reservation is ACTIVE and its time is not over. */
export function requireActive(reservation: Reservation, nowMs: number): void {
  if (reservation.status === 'PAYING') throw paymentInProgress(reservation)
  if (reservation.status === 'CONFIRMED') throw reservationConfirmed(reservation)
  if (reservation.status !== 'ACTIVE' || isExpired(reservation, nowMs)) {
    throw reservationExpired(reservation)
  }
}

/** The same seats, RESERVED until later. */
export function prolongedSeats(
  { reservation, states }: ReservationInPlace,
  untilMs: number,
  atMs: number,
): SeatChange[] {
  const { reservationId, userId } = reservation
  const changes: SeatChange[] = []
  for (const [at, { seatNumber }] of reservation.seats.entries()) {
    const expected = states[at]
    if (!expected) continue
    const next = reservedSeat(expected, { reservationId, userId, untilMs, atMs })
    changes.push({ seatNumber, expected, next })
  }
  return changes
}
