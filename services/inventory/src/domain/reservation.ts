import type {
  BookingId,
  Currency,
  EventId,
  RefundId,
  ReservationId,
  SeatNumber,
  UserId,
} from '@usher/kernel'
import type { SeatState } from './seat.ts'

// ACTIVE -> PAYING (begin payment) -> CONFIRMED (confirm) or ACTIVE (abandon payment). ACTIVE ->
// EXPIRED (time) or RELEASED (buyer). EXPIRED, RELEASED -> CONFIRMED (late money, seats still
// free). A reservation is never deleted: money may arrive long after it has ended.

const reservationStatuses = ['ACTIVE', 'PAYING', 'CONFIRMED', 'EXPIRED', 'RELEASED'] as const
export type ReservationStatus = (typeof reservationStatuses)[number]

/**
 * A seat as it was sold: whatever becomes of the map, the reservation says what the buyer chose.
 */
export interface ReservationSeat {
  readonly seatNumber: SeatNumber
  readonly section: string
  readonly rowNumber: string
  readonly category: string
  readonly priceMinor: number
}

export interface ReservationPlaces {
  readonly area: string
  readonly quantity: number
  readonly category: string
  /** Of one place. */
  readonly priceMinor: number
}

export interface AreaQuantity {
  readonly area: string
  readonly quantity: number
}

/** Booked seats and places that were given back for one refund. */
export interface Cancellation {
  readonly refundId: RefundId
  readonly seats: readonly SeatNumber[]
  readonly areas: readonly AreaQuantity[]
}

export interface Reservation {
  readonly reservationId: ReservationId
  readonly eventId: EventId
  readonly userId: UserId
  readonly status: ReservationStatus
  /** One more with every change. */
  readonly version: number
  readonly seats: readonly ReservationSeat[]
  readonly areas: readonly ReservationPlaces[]
  readonly totalMinor: number
  readonly currency: Currency
  readonly createdAtMs: number
  readonly expiresAtMs: number
  /** How often the buyer has asked for more time. */
  readonly extensions: number
  /** Null until a booking pays for it. */
  readonly bookingId: BookingId | null
  /** Chosen by us, side by side. */
  readonly adjacent: boolean
  readonly cancellations: readonly Cancellation[]
}

/**
 * A reservation and the present state of each of its seats, in the order of `reservation.seats`.
 */
export interface ReservationInPlace {
  readonly reservation: Reservation
  readonly states: readonly SeatState[]
}

/** True when its time is over though nobody has marked it: its seats may be taken at once. */
export function isExpired(reservation: Reservation, nowMs: number): boolean {
  return reservation.status === 'ACTIVE' && reservation.expiresAtMs <= nowMs
}

/** Seats and places together: what counts towards the buyer's limit. */
export function sizeOf(reservation: Pick<Reservation, 'seats' | 'areas'>): number {
  let size = reservation.seats.length
  for (const { quantity } of reservation.areas) size += quantity
  return size
}

/** What the seats and places cost together; a safe integer as long as prices are below 10^14. */
export function totalOf({ seats, areas }: Pick<Reservation, 'seats' | 'areas'>): number {
  let totalMinor = 0
  for (const { priceMinor } of seats) totalMinor += priceMinor
  for (const { priceMinor, quantity } of areas) totalMinor += priceMinor * quantity
  return totalMinor
}

export function changed(before: Reservation, parts: Partial<Reservation>): Reservation {
  return { ...before, ...parts, version: before.version + 1 }
}
