import type * as proto from '@usher/contracts'
import { BookingStatus } from '@usher/contracts'
import { seatId } from './reservations.ts'
import { amount, instant, instantOrNull, namesOf, orNull } from './values.ts'

const statusName = namesOf(BookingStatus)

export function booking(message: proto.Booking) {
  const { eventId, currency } = message
  return {
    booking_id: message.bookingId,
    booking_reference: message.bookingReference,
    event_id: eventId,
    user_id: message.userId,
    reservation_id: message.reservationId,
    seats: message.seats.map((seat) => ({
      seat_id: seatId(eventId, seat.seatNumber),
      seat_number: seat.seatNumber,
      section: seat.section,
      row_number: seat.rowNumber,
      category: seat.category,
      price: amount(seat.priceMinor, currency),
      cancelled: seat.cancelled,
    })),
    areas: message.areas.map(({ area, quantity, category, priceMinor, cancelled }) => ({
      area,
      quantity,
      category,
      price: amount(priceMinor, currency),
      cancelled,
    })),
    total_amount: amount(message.totalMinor, currency),
    refunded_amount: amount(message.refundedMinor, currency),
    currency,
    status: statusName(message.status),
    payment_id: orNull(message.paymentId),
    payment_status: orNull(message.paymentStatus),
    challenge_url: orNull(message.challengeUrl),
    reason: orNull(message.reason),
    created_at: instant(message.createdAtMs),
    confirmed_at: instantOrNull(message.confirmedAtMs),
    cancelled_at: instantOrNull(message.cancelledAtMs),
  }
}
