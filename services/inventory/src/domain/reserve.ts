import type {
  Currency,
  EventId,
  OperationId,
  ReservationId,
  SeatNumber,
  UserId,
} from '@usher/kernel'
import type { AreaMove } from './area.ts'
import { displaceExpired, requireTakeable } from './takeover.ts'
import {
  type Reservation,
  type ReservationInPlace,
  type ReservationPlaces,
  type ReservationSeat,
  sizeOf,
  totalOf,
} from './reservation.ts'
import { reservedSeat, type SeatState } from './seat.ts'
import type { BuyerChange, Cause, SeatTransaction } from './seat-transaction.ts'

export interface WantedSeat {
  readonly seatNumber: SeatNumber
  readonly seat: ReservationSeat
  /** As the store has it now. */
  readonly state: SeatState
}

export interface WantedPlaces {
  readonly places: ReservationPlaces
  readonly capacity: number
}

export interface Wish {
  readonly operationId: OperationId | null
  readonly reservationId: ReservationId
  readonly eventId: EventId
  readonly mapVersion: number
  readonly userId: UserId
  readonly currency: Currency
  readonly nowMs: number
  readonly expiresAtMs: number
  /** Of the buyer in this event; null without one. */
  readonly limit: number | null
  readonly seats: readonly WantedSeat[]
  readonly areas: readonly WantedPlaces[]
  readonly adjacent: boolean
  /** The expired reservations whose seats are wanted: they give up all they have. */
  readonly displaced: readonly ReservationInPlace[]
}

/**
 * All or nothing: AVAILABLE -> RESERVED for a new ACTIVE reservation. Throws conflict /
 * seat_unavailable.
 */
export function decideReserve(wish: Wish): SeatTransaction {
  requireTakeable(wish)
  const next = newReservation(wish)
  const own: BuyerChange = { userId: wish.userId, delta: sizeOf(next), limit: wish.limit }
  const transaction: SeatTransaction = {
    operationId: wish.operationId,
    eventId: wish.eventId,
    mapVersion: wish.mapVersion,
    cause: causeOfWish(wish),
    seats: takenSeats(wish),
    areas: wish.areas.map(takenPlaces),
    reservations: [{ expected: null, next }],
    buyers: [own],
  }
  return wish.displaced.length === 0 ? transaction : displaceExpired(transaction, wish.displaced)
}

function newReservation(wish: Wish): Reservation {
  const seats = wish.seats.map(({ seat }) => seat)
  const areas = wish.areas.map(({ places }) => places)
  return {
    reservationId: wish.reservationId,
    eventId: wish.eventId,
    userId: wish.userId,
    status: 'ACTIVE',
    version: 1,
    seats,
    areas,
    totalMinor: totalOf({ seats, areas }),
    currency: wish.currency,
    createdAtMs: wish.nowMs,
    expiresAtMs: wish.expiresAtMs,
    extensions: 0,
    bookingId: null,
    adjacent: wish.adjacent,
    cancellations: [],
  }
}

function takenSeats(wish: Wish) {
  const { reservationId, userId, expiresAtMs: untilMs, nowMs: atMs } = wish
  const claim = { reservationId, userId, untilMs, atMs }
  return wish.seats.map(({ seatNumber, state }) => ({
    seatNumber,
    expected: state,
    next: reservedSeat(state, claim),
  }))
}

function takenPlaces({ places, capacity }: WantedPlaces): AreaMove {
  const { area, quantity } = places
  return { area, from: 'AVAILABLE', to: 'RESERVED', quantity, capacity }
}

function causeOfWish({ userId, nowMs, reservationId }: Wish): Cause {
  const parts = { reason: '', atMs: nowMs, reservationId, bookingId: null }
  return { actor: userId, action: 'reserved', ...parts }
}
