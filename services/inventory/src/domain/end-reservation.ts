import type { SeatNumber } from '@usher/kernel'
import type { AreaMove } from './area.ts'
import { paymentInProgress, reservationConfirmed } from './errors.ts'
import {
  changed,
  isExpired,
  type Reservation,
  type ReservationInPlace,
  type ReservationPlaces,
  sizeOf,
} from './reservation.ts'
import { freedSeat } from './seat.ts'
import type { Cause, JournalAction, SeatChange, SeatTransaction } from './seat-transaction.ts'

/** ACTIVE -> RELEASED and its seats free again. Undefined: it has ended already. */
export function decideRelease(
  inPlace: ReservationInPlace,
  nowMs: number,
): SeatTransaction | undefined {
  const { reservation } = inPlace
  switch (reservation.status) {
    case 'ACTIVE':
      return endedBy(inPlace, 'RELEASED', causeOf(reservation, 'released', nowMs))
    case 'PAYING':
      throw paymentInProgress(reservation)
    case 'CONFIRMED':
      throw reservationConfirmed(reservation)
    case 'EXPIRED':
    case 'RELEASED':
      return undefined
  }
}

/**
 * ACTIVE and past its time -> EXPIRED and its seats free again. Undefined: there is nothing to
 * expire.
 */
export function decideExpire(
  inPlace: ReservationInPlace,
  nowMs: number,
): SeatTransaction | undefined {
  if (!isExpired(inPlace.reservation, nowMs)) return undefined
  const cause = { ...causeOf(inPlace.reservation, 'expired', nowMs), actor: 'system' }
  return endedBy(inPlace, 'EXPIRED', cause)
}

function endedBy(
  inPlace: ReservationInPlace,
  status: 'EXPIRED' | 'RELEASED',
  cause: Cause,
): SeatTransaction {
  const { reservation } = inPlace
  return {
    operationId: null,
    eventId: reservation.eventId,
    mapVersion: null,
    cause,
    seats: freedSeats(inPlace, cause.atMs),
    areas: freedPlaces(reservation.areas),
    reservations: [{ expected: reservation, next: changed(reservation, { status }) }],
    buyers: [{ userId: reservation.userId, delta: -sizeOf(reservation), limit: null }],
  }
}

/**
 * RESERVED -> AVAILABLE for each seat of the reservation but those that are taken in the same
 * transaction.
 */
export function freedSeats(
  { reservation, states }: ReservationInPlace,
  atMs: number,
  retaken?: ReadonlySet<SeatNumber>,
): SeatChange[] {
  const changes: SeatChange[] = []
  for (const [at, { seatNumber }] of reservation.seats.entries()) {
    const expected = states[at]
    if (!expected || retaken?.has(seatNumber)) continue
    changes.push({ seatNumber, expected, next: freedSeat(expected, atMs) })
  }
  return changes
}

export function freedPlaces(areas: readonly ReservationPlaces[]): AreaMove[] {
  return areas.map(({ area, quantity }) => ({ area, from: 'RESERVED', to: 'AVAILABLE', quantity }))
}

/** A cause that names the buyer as the one who acted. */
export function causeOf(reservation: Reservation, action: JournalAction, atMs: number): Cause {
  const { userId, reservationId, bookingId } = reservation
  return { actor: userId, action, reason: '', atMs, reservationId, bookingId }
}
