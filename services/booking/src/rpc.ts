import { type BookingService, BookingStatus as Status } from '@usher/contracts'
import { type EventId, parseId, type SeatNumber, type UserId } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import type { Booking, BookingStatus } from './domain/booking.ts'
import { bookingIdsFrom, bounded, operationFrom, required } from './request-fields.ts'
import { cancelBooking } from './usecases/cancel-booking.ts'
import { createBooking } from './usecases/create-booking.ts'
import { ownBooking } from './usecases/get-booking.ts'
import { listBookings } from './usecases/list-bookings.ts'
import type { BookingPorts } from './usecases/ports.ts'
import { settleBooking } from './usecases/settle-booking.ts'

const TOKEN_CHARS_MAX = 500
const REASON_CHARS_MAX = 500

export function bookingHandlers(ports: BookingPorts): Handlers<typeof BookingService> {
  return {
    async createBooking({ userId, reservationId, provider, paymentToken, operationId }) {
      const booking = await createBooking(ports, {
        userId: required('user_id', userId) as UserId,
        reservationId: parseId('reservation', reservationId),
        provider: bounded('provider', provider, TOKEN_CHARS_MAX),
        paymentToken: bounded('payment_token', paymentToken, TOKEN_CHARS_MAX),
        operationId: operationFrom(operationId),
      })
      return { booking: messageOf(booking) }
    },
    async getBooking({ bookingId, userId }) {
      const booking = await ownBooking(ports, parseId('booking', bookingId), userId as UserId | '')
      return { booking: messageOf(booking) }
    },
    async getBookings({ bookingIds }) {
      const found = await ports.bookings.many(bookingIdsFrom(bookingIds))
      return { bookings: found.map(messageOf) }
    },
    async listBookings({ userId, bookingReference, cursor, limit }) {
      const user = required('user_id', userId) as UserId
      const page = await listBookings(ports, {
        userId: user,
        reference: bookingReference,
        cursor,
        limit,
      })
      return { bookings: page.bookings.map(messageOf), nextCursor: page.nextCursor }
    },
    async cancelBooking({ bookingId, userId, seats, areas, reason, operationId }) {
      const booking = await cancelBooking(ports, {
        bookingId: parseId('booking', bookingId),
        userId: userId as UserId | '',
        seats: seats as SeatNumber[],
        areas,
        reason: bounded('reason', reason, REASON_CHARS_MAX),
        operationId: operationFrom(operationId),
      })
      return { booking: messageOf(booking) }
    },
    async settleBooking({ bookingId }) {
      const booking = await settleBooking(ports, parseId('booking', bookingId))
      return { booking: messageOf(booking) }
    },
    async getEventTotals({ eventId }) {
      const totals = await ports.bookings.totals(eventId as EventId)
      return {
        bookings: totals.bookings,
        capturedMinor: BigInt(totals.capturedMinor),
        refundedMinor: BigInt(totals.refundedMinor),
        currency: totals.currency,
      }
    },
  }
}

export const bookingStatuses: Readonly<Record<BookingStatus, Status>> = {
  PENDING: Status.PENDING,
  CONFIRMED: Status.CONFIRMED,
  CANCELLED: Status.CANCELLED,
  FAILED: Status.FAILED,
}

function messageOf(booking: Booking) {
  return {
    bookingId: booking.bookingId,
    bookingReference: booking.bookingReference,
    eventId: booking.eventId,
    userId: booking.userId,
    reservationId: booking.reservationId,
    seats: booking.seats.map((seat) => ({ ...seat, priceMinor: BigInt(seat.priceMinor) })),
    areas: booking.areas.map((area) => ({ ...area, priceMinor: BigInt(area.priceMinor) })),
    totalMinor: BigInt(booking.totalMinor),
    refundedMinor: BigInt(booking.refundedMinor),
    currency: booking.currency,
    status: bookingStatuses[booking.status],
    paymentId: booking.paymentId,
    paymentStatus: booking.paymentStatus,
    challengeUrl: booking.challengeUrl,
    reason: booking.status === 'PENDING' ? '' : booking.reason,
    createdAtMs: BigInt(booking.createdAtMs),
    confirmedAtMs: BigInt(booking.confirmedAtMs),
    cancelledAtMs: BigInt(booking.cancelledAtMs),
  }
}
