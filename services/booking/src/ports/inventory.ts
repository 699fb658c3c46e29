import type { BookingId, Currency, EventId, RefundId, ReservationId, UserId } from '@usher/kernel'
import type { BookedPlaces, BookedSeat, Places } from '../domain/booking.ts'

export type ReservationStatus = 'ACTIVE' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'RELEASED'

export interface Reservation {
  readonly reservationId: ReservationId
  readonly eventId: EventId
  readonly userId: UserId
  readonly status: ReservationStatus
  readonly seats: readonly BookedSeat[]
  readonly areas: readonly BookedPlaces[]
  readonly totalMinor: number
  readonly currency: Currency
  readonly expiresAtMs: number
  /** The booking that pays or has paid for it; empty when none does. */
  readonly bookingId: BookingId | ''
}

export interface Payer {
  readonly reservationId: ReservationId
  readonly bookingId: BookingId
}

/**
 * What a sale asks of inventory. Every method may be repeated, and fails with a DomainError of kind
 * `conflict`, `expired` or `not_found` when the answer is no for good; after any other failure the
 * outcome is unknown.
 */
export interface Inventory {
  /** not_found for somebody else's, unless `userId` is empty. */
  reservation(reservationId: ReservationId, userId: UserId | ''): Promise<Reservation>
  /** ACTIVE -> PAYING for this booking; time cannot end it any more. */
  beginPayment(payer: Payer & { readonly userId: UserId }): Promise<Reservation>
  /** PAYING -> ACTIVE, with time for another card. */
  abandonPayment(payer: Payer): Promise<void>
  /**
   * Seats BOOKED, even when the reservation has ended, if they are all free. conflict / seats_lost
   * otherwise.
   */
  confirmReservation(payer: Payer): Promise<void>
  /**
   * BOOKED -> AVAILABLE for these places, or for all that the booking has when `places` is absent.
   * Once a refund id.
   */
  releaseBookedSeats(release: Payer & Release): Promise<void>
}

export interface Release {
  readonly refundId: RefundId
  readonly places?: Places
  readonly actor: string
  readonly reason: string
}
