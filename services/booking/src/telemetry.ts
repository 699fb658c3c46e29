import { type BookingId, isDomainError } from '@usher/kernel'
import type { Logger, Metrics } from '@usher/telemetry'
import type { Booking, RefundIntent } from './domain/booking.ts'

/**
 * Who is told of what has happened. None of these may throw: a number that is not counted undoes no
 * sale.
 */
export interface BookingTelemetry {
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

/**
 * The service's metrics and its log, one function a fact. Logs carry ids and codes, never tokens or
 * names.
 */
export function bookingTelemetry(metrics: Metrics, logger: Logger): BookingTelemetry {
  const numbers = bookingMetrics(metrics)
  return {
    bookingConfirmed(booking) {
      numbers.confirmed.add(1)
      numbers.outcomes.add(1, { outcome: 'confirmed' })
      numbers.duration.observe(seconds(booking, booking.confirmedAtMs))
    },
    bookingFailed(booking, atMs) {
      numbers.outcomes.add(1, { outcome: booking.reason })
      numbers.duration.observe(seconds(booking, atMs))
    },
    refundCompleted(booking, refund) {
      numbers.refunds.add(1)
      if (booking.status === 'CANCELLED') numbers.outcomes.add(1, { outcome: 'cancelled' })
      logger.debug({ booking_id: booking.bookingId, refund_id: refund.refundId }, 'refunded')
    },
    bookingStuck(booking, ageMs) {
      numbers.stuck.add(1)
      const { bookingId, paymentId, step } = booking
      logger.error(
        { booking_id: bookingId, payment_id: paymentId, step, age_ms: ageMs },
        'a booking has been open for too long; its seats are kept until the provider answers',
      )
    },
    stepFailed(bookingId, error) {
      numbers.stepFailures.add(1)
      const code = isDomainError(error) ? error.code : 'bug'
      logger.warn({ booking_id: bookingId, code, err: error }, 'a step failed and will be repeated')
    },
    bookingsRecovered(count) {
      numbers.recovered.add(count)
    },
  }
}

function seconds({ createdAtMs }: Booking, atMs: number): number {
  return Math.max(0, atMs - createdAtMs) / 1000
}

function bookingMetrics(metrics: Metrics) {
  return {
    confirmed: metrics.counter({
      name: 'bookings_confirmed_total',
      help: 'Bookings that became CONFIRMED.',
    }),
    outcomes: metrics.counter({
      name: 'booking_outcomes_total',
      help: 'How bookings ended: confirmed, cancelled, or why they failed.',
      labels: ['outcome'],
    }),
    duration: metrics.histogram({
      name: 'booking_duration_seconds',
      help: 'From the request for a booking to its end.',
    }),
    refunds: metrics.counter({
      name: 'booking_refunds_total',
      help: 'Cancellations whose money went back.',
    }),
    stuck: metrics.counter({
      name: 'bookings_stuck_total',
      help: 'Tries at bookings that have been open for too long.',
    }),
    stepFailures: metrics.counter({
      name: 'booking_step_failures_total',
      help: 'Steps whose outcome is unknown and that are taken again.',
    }),
    recovered: metrics.counter({
      name: 'bookings_recovered_total',
      help: 'Open bookings that recovery took up.',
    }),
  }
}
