import type { BookingId, ReservationId, UserId } from '@usher/kernel'

// AVAILABLE -> RESERVED (reserve), RESERVED -> BOOKED (confirm) or AVAILABLE (release, expiry),
// BOOKED -> AVAILABLE (cancellation), AVAILABLE <-> BLOCKED (organizer). RESERVED -> RESERVED when
// an expired reservation's seat is taken.

const seatStatuses = ['AVAILABLE', 'RESERVED', 'BOOKED', 'BLOCKED'] as const
export type SeatStatus = (typeof seatStatuses)[number]

/** What changes about a seat. What never changes (section, row, price) is in the seat map. */
export interface SeatState {
  readonly status: SeatStatus
  /**
   * One more with every change, so that no two states of a seat are ever mistaken for each other.
   */
  readonly version: number
  /** Whose it is while RESERVED, and by which it was taken while BOOKED. */
  readonly reservationId: ReservationId | null
  readonly bookingId: BookingId | null
  readonly reservedBy: UserId | null
  readonly reservedUntilMs: number | null
  readonly updatedAtMs: number
}

/** The state of every seat that nobody has ever changed; it takes no room in a store. */
export const untouchedSeat: SeatState = {
  status: 'AVAILABLE',
  version: 0,
  reservationId: null,
  bookingId: null,
  reservedBy: null,
  reservedUntilMs: null,
  updatedAtMs: 0,
}

export interface ReservedFor {
  readonly reservationId: ReservationId
  readonly userId: UserId
  readonly untilMs: number
  readonly atMs: number
}

export function reservedSeat(before: SeatState, claim: ReservedFor): SeatState {
  return {
    status: 'RESERVED',
    version: before.version + 1,
    reservationId: claim.reservationId,
    bookingId: null,
    reservedBy: claim.userId,
    reservedUntilMs: claim.untilMs,
    updatedAtMs: claim.atMs,
  }
}

export interface BookedFor {
  readonly reservationId: ReservationId
  readonly bookingId: BookingId
  readonly userId: UserId
  readonly atMs: number
}

export function bookedSeat(before: SeatState, sale: BookedFor): SeatState {
  return {
    status: 'BOOKED',
    version: before.version + 1,
    reservationId: sale.reservationId,
    bookingId: sale.bookingId,
    reservedBy: sale.userId,
    reservedUntilMs: null,
    updatedAtMs: sale.atMs,
  }
}

export function freedSeat(before: SeatState, atMs: number): SeatState {
  return { ...untouchedSeat, version: before.version + 1, updatedAtMs: atMs }
}

export function blockedSeat(before: SeatState, atMs: number): SeatState {
  return { ...untouchedSeat, status: 'BLOCKED', version: before.version + 1, updatedAtMs: atMs }
}

/** True when `current` is the predecessor the writer saw: the condition on every seat write. */
export function isSameSeat(current: SeatState, expected: SeatState): boolean {
  return (
    current === expected ||
    (current.version === expected.version &&
      current.status === expected.status &&
      current.reservationId === expected.reservationId)
  )
}
