import type { BookingId, RefundId, SeatNumber } from '@usher/kernel'
import { conflict, invalid } from './errors.ts'
import {
  type AreaQuantity,
  type Cancellation,
  changed,
  type Reservation,
  type ReservationInPlace,
} from './reservation.ts'
import { freedSeat } from './seat.ts'
import type { Cause, SeatChange, SeatTransaction } from './seat-transaction.ts'

export interface CancelRequest {
  readonly bookingId: BookingId
  readonly refundId: RefundId
  /** With no seats and no areas: everything the booking still has. */
  readonly seats: readonly SeatNumber[]
  readonly areas: readonly AreaQuantity[]
  readonly actor: string
  readonly reason: string
  readonly nowMs: number
}

export interface CancelDecision {
  readonly cancellation: Cancellation
  /** Undefined: this refund has been recorded before, or there is nothing left to give back. */
  readonly transaction: SeatTransaction | undefined
}

/** BOOKED -> AVAILABLE, and the refund it was done for, in one transaction. */
export function decideCancel(inPlace: ReservationInPlace, request: CancelRequest): CancelDecision {
  const { reservation } = inPlace
  const earlier = reservation.cancellations.find(({ refundId }) => refundId === request.refundId)
  if (reservation.status !== 'CONFIRMED' || reservation.bookingId !== request.bookingId) {
    throw conflict('not_booked', 'the booking does not have the seats of this reservation', {
      reservation_id: reservation.reservationId,
      booking_id: request.bookingId,
    })
  }
  if (earlier) return { cancellation: earlier, transaction: undefined }
  const cancellation = chosen(reservation, request)
  const count = sizeOfCancellation(cancellation)
  if (count === 0) return { cancellation, transaction: undefined }
  return { cancellation, transaction: transactionOf(inPlace, { request, cancellation, count }) }
}

function transactionOf(
  inPlace: ReservationInPlace,
  {
    request,
    cancellation,
    count,
  }: { request: CancelRequest; cancellation: Cancellation; count: number },
): SeatTransaction {
  const { reservation } = inPlace
  const cancellations = [...reservation.cancellations, cancellation]
  return {
    operationId: null,
    eventId: reservation.eventId,
    mapVersion: null,
    cause: causeOfCancel(reservation, request),
    seats: freedBookedSeats(inPlace, cancellation.seats, request.nowMs),
    areas: cancellation.areas.map(({ area, quantity }) => ({
      area,
      from: 'BOOKED',
      to: 'AVAILABLE',
      quantity,
    })),
    reservations: [{ expected: reservation, next: changed(reservation, { cancellations }) }],
    buyers: [{ userId: reservation.userId, delta: -count, limit: null }],
  }
}

function chosen(reservation: Reservation, request: CancelRequest): Cancellation {
  const left = bookedStill(reservation)
  const { refundId } = request
  if (request.seats.length === 0 && request.areas.length === 0) {
    return { refundId, seats: left.seats, areas: left.areas }
  }
  requireLeft(left, request)
  return { refundId, seats: request.seats, areas: request.areas }
}

/** The seats and places of a CONFIRMED reservation that have not been given back. */
function bookedStill(reservation: Reservation): {
  readonly seats: readonly SeatNumber[]
  readonly areas: readonly AreaQuantity[]
} {
  const gone = new Set(reservation.cancellations.flatMap(({ seats }) => seats))
  const back = reservation.cancellations.flatMap(({ areas }) => areas)
  const areas = reservation.areas
    .map(({ area, quantity }) => ({ area, quantity: quantity - quantityOf(back, area) }))
    .filter(({ quantity }) => quantity > 0)
  const seats = reservation.seats.map(({ seatNumber }) => seatNumber)
  return { seats: seats.filter((seatNumber) => !gone.has(seatNumber)), areas }
}

function requireLeft(left: ReturnType<typeof bookedStill>, { seats, areas }: CancelRequest): void {
  if (new Set(seats).size !== seats.length) {
    throw invalid('duplicate_seat', 'a seat can be cancelled once', { seats })
  }
  const missing = seats.filter((seatNumber) => !left.seats.includes(seatNumber))
  const over = areas.filter(({ area }) => quantityOf(areas, area) > quantityOf(left.areas, area))
  if (missing.length === 0 && over.length === 0) return
  throw conflict('not_booked', 'the booking does not have (all of) these any more', {
    seats: missing,
    areas: over.map(({ area }) => area),
  })
}

function sizeOfCancellation({ seats, areas }: Cancellation): number {
  return areas.reduce((sum, { quantity }) => sum + quantity, seats.length)
}

function quantityOf(areas: readonly AreaQuantity[], wanted: string): number {
  return areas.reduce((sum, { area, quantity }) => (area === wanted ? sum + quantity : sum), 0)
}

function freedBookedSeats(
  { reservation, states }: ReservationInPlace,
  freed: readonly SeatNumber[],
  atMs: number,
): SeatChange[] {
  const changes: SeatChange[] = []
  for (const [at, { seatNumber }] of reservation.seats.entries()) {
    const expected = states[at]
    if (!expected || !freed.includes(seatNumber)) continue
    changes.push({ seatNumber, expected, next: freedSeat(expected, atMs) })
  }
  return changes
}

function causeOfCancel(
  { reservationId }: Reservation,
  { actor, reason, bookingId, nowMs }: CancelRequest,
): Cause {
  return { actor, action: 'cancelled', reason, atMs: nowMs, reservationId, bookingId }
}
