import { DomainError, type EventId, type Facts, type UserId } from '@usher/kernel'
import type { Reservation } from './reservation.ts'
import type { SeatState } from './seat.ts'

/** Why a seat cannot be had, and whether it is the asker's own doing. */
export interface UnavailableSeat {
  readonly seat_number: string
  readonly reason: 'reserved' | 'booked' | 'blocked'
  readonly mine: boolean
}

export function unavailableSeat(
  seatNumber: string,
  state: SeatState,
  userId: UserId | null,
): UnavailableSeat {
  const reason = state.status.toLowerCase() as UnavailableSeat['reason']
  const mine = userId !== null && state.reservedBy === userId
  return { seat_number: seatNumber, reason, mine }
}

export function seatUnavailable(seats: readonly UnavailableSeat[], facts: Facts = {}): DomainError {
  const names = seats.map(({ seat_number }) => seat_number)
  return conflict('seat_unavailable', `not available: ${names.join(', ')}`, { ...facts, seats })
}

export function areaFull(area: string, wanted: number, available: number): DomainError {
  return conflict('not_enough_places', `${area} has ${available} places left`, {
    area,
    wanted,
    available,
  })
}

export function buyerLimit(limit: number, have: number, wanted: number): DomainError {
  return conflict('buyer_limit', `a buyer may have ${limit} seats of this event`, {
    limit,
    have,
    wanted,
  })
}

/** Somebody else was faster again and again; the request may be repeated. */
export function contended(): DomainError {
  return new DomainError('unavailable', 'contended', 'too many changes at once: try again')
}

export function paymentInProgress({ reservationId }: Reservation): DomainError {
  return conflict('payment_in_progress', 'a payment for this reservation is in progress', {
    reservation_id: reservationId,
  })
}

export function reservationConfirmed({ reservationId }: Reservation): DomainError {
  return conflict('reservation_confirmed', 'the reservation has become a booking', {
    reservation_id: reservationId,
  })
}

export function reservationExpired({ reservationId, status }: Reservation): DomainError {
  return new DomainError('expired', 'reservation_expired', 'the reservation has ended', {
    reservation_id: reservationId,
    status,
  })
}

export function seatsLost({ reservationId }: Reservation, facts: Facts): DomainError {
  return conflict('seats_lost', 'the seats of the reservation are no longer free', {
    reservation_id: reservationId,
    ...facts,
  })
}

export function extensionLimit({ reservationId }: Reservation, facts: Facts): DomainError {
  return conflict('extension_limit', 'the reservation cannot be extended any further', {
    reservation_id: reservationId,
    ...facts,
  })
}

export function reservationNotFound(reservationId: string): DomainError {
  return new DomainError('not_found', 'reservation_not_found', 'no such reservation', {
    reservation_id: reservationId,
  })
}

export function eventNotFound(eventId: EventId): DomainError {
  return new DomainError('not_found', 'event_not_found', 'no such event', { event_id: eventId })
}

export function seatMapNotFound(eventId: EventId): DomainError {
  return new DomainError('not_found', 'seat_map_not_found', 'the event has no seat map', {
    event_id: eventId,
  })
}

export function unknownSeat(seatNumbers: readonly string[]): DomainError {
  return new DomainError('not_found', 'unknown_seat', `no such seat: ${seatNumbers.join(', ')}`, {
    seats: seatNumbers,
  })
}

export function unknownArea(areas: readonly string[]): DomainError {
  return new DomainError('not_found', 'unknown_area', `no such area: ${areas.join(', ')}`, {
    areas,
  })
}

export function invalid(code: string, message: string, facts: Facts = {}): DomainError {
  return new DomainError('invalid', code, message, facts)
}

export function conflict(code: string, message: string, facts: Facts = {}): DomainError {
  return new DomainError('conflict', code, message, facts)
}
