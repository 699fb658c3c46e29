import type * as proto from '@usher/contracts'
import { ReservationStatus } from '@usher/contracts'
import { amount, instant, namesOf, orNull } from './values.ts'

const statusName = namesOf(ReservationStatus)

export function reservation(message: proto.Reservation) {
  const { eventId, currency } = message
  return {
    reservation_id: message.reservationId,
    event_id: eventId,
    status: statusName(message.status),
    seats: message.seats.map((seat) => ({
      seat_id: seatId(eventId, seat.seatNumber),
      seat_number: seat.seatNumber,
      section: seat.section,
      row_number: seat.rowNumber,
      seat_type: seat.seatType,
      category: seat.category,
      price: amount(seat.priceMinor, currency),
    })),
    areas: message.areas.map(({ area, quantity, category, priceMinor }) => ({
      area,
      quantity,
      category,
      price: amount(priceMinor, currency),
    })),
    total_amount: amount(message.totalMinor, currency),
    currency,
    created_at: instant(message.createdAtMs),
    expires_at: instant(message.expiresAtMs),
    expires_in_seconds: message.expiresInSeconds,
    adjacent: message.adjacent,
    booking_id: orNull(message.bookingId),
    version: message.version,
  }
}

/** The specification's name of a seat across events. */
export function seatId(eventId: number, seatNumber: string): string {
  return `${eventId}#${seatNumber}`
}
