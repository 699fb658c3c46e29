import type { BookingId } from '@usher/kernel'
import type { Booking, RefundIntent } from '../domain/booking.ts'

/** Who is told of what has happened. None of these may throw: a number that is not counted undoes no sale. */
export interface Telemetry {
  bookingConfirmed(booking: Booking): void
  bookingFailed(booking: Booking, atMs: number): void
  refundCompleted(booking: Booking, refund: RefundIntent): void
  /** Open for longer than anyone should wait. Nothing is released: somebody has to look. */
  bookingStuck(booking: Booking, ageMs: number): void
  /** A step failed in a way that says nothing about its outcome; it will be taken again. */
  stepFailed(bookingId: BookingId, error: unknown): void
  /** So many bookings were due at once. */
  bookingsRecovered(count: number): void
}
