import type {
  BookingId,
  EventId,
  OperationId,
  ReservationId,
  SeatNumber,
  UserId,
} from '@usher/kernel'
import type { AreaMove } from './area.ts'
import type { Reservation } from './reservation.ts'
import type { SeatState } from './seat.ts'

/** The verbs of the journal. */
export type JournalAction =
  | 'reserved'
  | 'released'
  | 'expired'
  | 'extended'
  | 'swapped'
  | 'payment_begun'
  | 'payment_abandoned'
  | 'booked'
  | 'cancelled'
  | 'blocked'
  | 'unblocked'
  | 'seat_map_replaced'
  | 'sale_configured'
  | 'sale_paused'

/** Who did what, and why. */
export interface Cause {
  /** A user id, or system. */
  readonly actor: string
  readonly action: JournalAction
  readonly reason: string
  readonly atMs: number
  readonly reservationId: ReservationId | null
  readonly bookingId: BookingId | null
}

export interface SeatChange {
  readonly seatNumber: SeatNumber
  /** The full predecessor: status, version and reservation must still be these. */
  readonly expected: SeatState
  readonly next: SeatState
}

export interface ReservationChange {
  /** Its version must still be this one's; null: no reservation has the id. */
  readonly expected: Reservation | null
  readonly next: Reservation
}

/** Seats and places a buyer has in the event. Growth is refused when it would pass the limit. */
export interface BuyerChange {
  readonly userId: UserId
  readonly delta: number
  /** Null: as many as they like. */
  readonly limit: number | null
}

/**
 * One atomic change of an event's seats. No seat, reservation or buyer is in it twice; area moves
 * apply in order.
 */
export interface SeatTransaction {
  /** A repeat is answered with the first outcome. Null: cannot be repeated. */
  readonly operationId: OperationId | null
  readonly eventId: EventId
  /** The seat map the writer saw; null when nothing is taken that was not taken before. */
  readonly mapVersion: number | null
  readonly cause: Cause
  readonly seats: readonly SeatChange[]
  readonly areas: readonly AreaMove[]
  /** The one it is about comes first. */
  readonly reservations: readonly ReservationChange[]
  readonly buyers: readonly BuyerChange[]
}

/**
 * Throws for a transaction that names a seat twice: both changes would find what they expect. A bug
 * of its maker, not a conflict.
 */
export function requireDistinctSeats({ seats }: SeatTransaction): void {
  if (seats.length < 2) return
  if (seats.length === 2 && seats[0]?.seatNumber !== seats[1]?.seatNumber) return
  if (new Set(seats.map(({ seatNumber }) => seatNumber)).size === seats.length) return
  throw new TypeError('a seat is twice in one transaction')
}

/** An expectation that failed, and what was found instead. */
export type Conflict =
  | { readonly kind: 'seat'; readonly seatNumber: SeatNumber; readonly current: SeatState }
  | {
      readonly kind: 'area'
      readonly area: string
      readonly wanted: number
      readonly found: number
    }
  | {
      readonly kind: 'reservation'
      readonly reservationId: ReservationId
      readonly current: Reservation | null
    }
  | {
      readonly kind: 'buyer'
      readonly userId: UserId
      readonly count: number
      readonly delta: number
      readonly limit: number
    }
  | { readonly kind: 'seat_map'; readonly version: number }

export type Outcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] }
  /** The operation was applied before; the reservation it was about, if any. */
  | { readonly kind: 'repeated'; readonly reservationId: ReservationId | null }

export const applied: Outcome = { kind: 'applied' }
