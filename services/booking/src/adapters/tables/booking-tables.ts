import { defineTable } from '@usher/stores'
import type { Booking, BookedPlaces, BookedSeat, RefundIntent } from '../../domain/booking.ts'

export interface BookingRow {
  readonly booking_id: Booking['bookingId']
  readonly booking_reference: Booking['bookingReference']
  readonly operation_id: Booking['operationId']
  readonly event_id: Booking['eventId']
  readonly user_id: Booking['userId']
  readonly reservation_id: Booking['reservationId']
  readonly seats: readonly BookedSeat[]
  readonly areas: readonly BookedPlaces[]
  readonly total_minor: number
  readonly refunded_minor: number
  readonly currency: Booking['currency']
  readonly status: Booking['status']
  readonly step: Booking['step']
  readonly payment_id: Booking['paymentId']
  readonly provider: string
  readonly payment_token: string
  readonly payment_status: Booking['paymentStatus']
  readonly decline_code: string
  readonly challenge_url: string
  readonly reason: string
  readonly undo_refund_id: Booking['undoRefundId']
  readonly refunds: readonly RefundIntent[]
  readonly created_at_ms: number
  readonly confirmed_at_ms: number
  readonly cancelled_at_ms: number
  readonly version: number
}

export const bookingsTable = defineTable<BookingRow>({
  name: 'bookings',
  columns: {
    booking_id: 'text',
    booking_reference: 'text',
    operation_id: 'text',
    event_id: 'integer',
    user_id: 'text',
    reservation_id: 'text',
    seats: 'json',
    areas: 'json',
    total_minor: 'integer',
    refunded_minor: 'integer',
    currency: 'text',
    status: 'text',
    step: 'text',
    payment_id: 'text',
    provider: 'text',
    payment_token: 'text',
    payment_status: 'text',
    decline_code: 'text',
    challenge_url: 'text',
    reason: 'text',
    undo_refund_id: 'text',
    refunds: 'json',
    created_at_ms: 'integer',
    confirmed_at_ms: 'integer',
    cancelled_at_ms: 'integer',
    version: 'integer',
  },
  key: ['booking_id'],
  indexes: { by_user: ['user_id', 'created_at_ms'], by_event: ['event_id'] },
})

/** A table rather than an index: its key makes references unique, and costs the same. */
export interface ReferenceRow {
  readonly booking_reference: Booking['bookingReference']
  readonly booking_id: Booking['bookingId']
}

export const referencesTable = defineTable<ReferenceRow>({
  name: 'booking_references',
  columns: { booking_reference: 'text', booking_id: 'text' },
  key: ['booking_reference'],
})

/**
 * The bookings that somebody must come back to. Removed when nothing is open, so that the store,
 * which writes behind, rarely writes a row of it at all.
 */
export interface OpenRow {
  readonly booking_id: Booking['bookingId']
  readonly next_at_ms: number
}

export const openTable = defineTable<OpenRow>({
  name: 'bookings_open',
  columns: { booking_id: 'text', next_at_ms: 'integer' },
  key: ['booking_id'],
  indexes: { due: ['next_at_ms'] },
})

/**
 * The booking that pays for a reservation, or that failed to; what makes it the only one. Removed
 * once it is CONFIRMED, when inventory lets no other begin, and so rarely written either.
 */
export interface PayerRow {
  readonly reservation_id: Booking['reservationId']
  readonly booking_id: Booking['bookingId']
}

export const payersTable = defineTable<PayerRow>({
  name: 'booking_payers',
  columns: { reservation_id: 'text', booking_id: 'text' },
  key: ['reservation_id'],
})

export interface CancelledEventRow {
  readonly event_id: Booking['eventId']
  readonly finished: number
}

export const cancelledEventsTable = defineTable<CancelledEventRow>({
  name: 'booking_cancelled_events',
  columns: { event_id: 'integer', finished: 'integer' },
  key: ['event_id'],
})

export function rowOf(booking: Booking): BookingRow {
  return {
    booking_id: booking.bookingId,
    booking_reference: booking.bookingReference,
    operation_id: booking.operationId,
    event_id: booking.eventId,
    user_id: booking.userId,
    reservation_id: booking.reservationId,
    seats: booking.seats,
    areas: booking.areas,
    total_minor: booking.totalMinor,
    refunded_minor: booking.refundedMinor,
    currency: booking.currency,
    status: booking.status,
    step: booking.step,
    payment_id: booking.paymentId,
    provider: booking.provider,
    payment_token: booking.paymentToken,
    payment_status: booking.paymentStatus,
    decline_code: booking.declineCode,
    challenge_url: booking.challengeUrl,
    reason: booking.reason,
    undo_refund_id: booking.undoRefundId,
    refunds: booking.refunds,
    created_at_ms: booking.createdAtMs,
    confirmed_at_ms: booking.confirmedAtMs,
    cancelled_at_ms: booking.cancelledAtMs,
    version: booking.version,
  }
}

export function bookingOf(row: BookingRow): Booking {
  return {
    bookingId: row.booking_id,
    bookingReference: row.booking_reference,
    operationId: row.operation_id,
    eventId: row.event_id,
    userId: row.user_id,
    reservationId: row.reservation_id,
    seats: row.seats,
    areas: row.areas,
    totalMinor: row.total_minor,
    refundedMinor: row.refunded_minor,
    currency: row.currency,
    status: row.status,
    step: row.step,
    paymentId: row.payment_id,
    provider: row.provider,
    paymentToken: row.payment_token,
    paymentStatus: row.payment_status,
    declineCode: row.decline_code,
    challengeUrl: row.challenge_url,
    reason: row.reason,
    undoRefundId: row.undo_refund_id,
    refunds: row.refunds,
    createdAtMs: row.created_at_ms,
    confirmedAtMs: row.confirmed_at_ms,
    cancelledAtMs: row.cancelled_at_ms,
    version: row.version,
  }
}
