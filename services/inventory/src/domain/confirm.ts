import type { BookingId } from '@usher/kernel'
import type { AreaMove } from './area.ts'
import { causeOf } from './end-reservation.ts'
import {
  conflict,
  paymentInProgress,
  reservationConfirmed,
  reservationExpired,
  seatsLost,
} from './errors.ts'
import { changed, type Reservation, type ReservationInPlace, sizeOf } from './reservation.ts'
import { bookedSeat, type SeatState } from './seat.ts'
import type { SeatChange, SeatTransaction } from './seat-transaction.ts'
import { displaceExpired, unavailableSeats } from './takeover.ts'

export interface Confirmation {
  readonly bookingId: BookingId
  /**
   * Money has arrived for a reservation that is not being paid: take the seats again if nobody else
   * has.
   */
  readonly honourLate: boolean
  readonly nowMs: number
  /** Expired reservations that have taken seats of this one since; only for late money. */
  readonly displaced: readonly ReservationInPlace[]
  readonly limit: number | null
  readonly capacityOf: (area: string) => number
}

/**
 * The decision: PAYING -> CONFIRMED and its seats BOOKED. Undefined: this booking has them already.
 */
export function decideConfirm(
  inPlace: ReservationInPlace,
  confirmation: Confirmation,
): SeatTransaction | undefined {
  const { reservation } = inPlace
  const mine = reservation.bookingId === confirmation.bookingId
  switch (reservation.status) {
    case 'CONFIRMED':
      if (mine) return undefined
      throw reservationConfirmed(reservation)
    case 'PAYING':
      if (mine) return bookOwnSeats(inPlace, confirmation)
      throw paymentInProgress(reservation)
    case 'ACTIVE':
      if (confirmation.honourLate) return bookOwnSeats(inPlace, confirmation)
      throw conflict('payment_not_begun', 'no payment has begun for this reservation')
    case 'EXPIRED':
    case 'RELEASED':
      if (confirmation.honourLate) return takeSeatsAgain(inPlace, confirmation)
      throw reservationExpired(reservation)
  }
}

function bookOwnSeats(inPlace: ReservationInPlace, confirmation: Confirmation): SeatTransaction {
  const { reservation } = inPlace
  return {
    ...bookingOf(inPlace, confirmation),
    areas: reservation.areas.map(({ area, quantity }) => ({
      area,
      from: 'RESERVED',
      to: 'BOOKED',
      quantity,
    })),
    buyers: [],
  }
}

/** Late money (P2, P6): the reservation gave its seats up, and gets them back if all are free. */
function takeSeatsAgain(inPlace: ReservationInPlace, confirmation: Confirmation): SeatTransaction {
  const { reservation, states } = inPlace
  const wanted = reservation.seats.map(({ seatNumber }, at) => ({
    seatNumber,
    state: states[at] as SeatState,
  }))
  const lost = unavailableSeats({ ...confirmation, seats: wanted, userId: reservation.userId })
  if (lost.length > 0) throw seatsLost(reservation, { seats: lost })
  const transaction: SeatTransaction = {
    ...bookingOf(inPlace, confirmation),
    areas: lateMoves(reservation, confirmation),
    buyers: [{ userId: reservation.userId, delta: sizeOf(reservation), limit: confirmation.limit }],
  }
  return confirmation.displaced.length === 0
    ? transaction
    : displaceExpired(transaction, confirmation.displaced)
}

function lateMoves({ areas }: Reservation, { capacityOf }: Confirmation): AreaMove[] {
  return areas.map(({ area, quantity }) => ({
    area,
    from: 'AVAILABLE',
    to: 'BOOKED',
    quantity,
    capacity: capacityOf(area),
  }))
}

function bookingOf(
  { reservation, states }: ReservationInPlace,
  { bookingId, nowMs }: Confirmation,
): Omit<SeatTransaction, 'areas' | 'buyers'> {
  const { reservationId, userId } = reservation
  const sale = { reservationId, bookingId, userId, atMs: nowMs }
  const seats: SeatChange[] = []
  for (const [at, { seatNumber }] of reservation.seats.entries()) {
    const expected = states[at]
    if (expected) seats.push({ seatNumber, expected, next: bookedSeat(expected, sale) })
  }
  const next = changed(reservation, { status: 'CONFIRMED', bookingId })
  return {
    operationId: null,
    eventId: reservation.eventId,
    mapVersion: null,
    cause: causeOf(next, 'booked', nowMs),
    seats,
    reservations: [{ expected: reservation, next }],
  }
}
