import {
  bookingOf,
  bookingsTable,
  referencesTable,
} from '@usher/booking/adapters/tables/booking-tables'
import { reservationsTable, seatsTable } from '@usher/inventory/adapters/tables/rows'
import { allRows } from './all-rows.ts'
import type { Audit } from './maps.ts'

export type Booking = ReturnType<typeof bookingOf>

/**
 * Every confirmed booking has its reservation and its seats (I2, I7), and its reference is its own
 * (I7).
 */
export async function auditBookings(audit: Audit): Promise<void> {
  const { tables, findings } = audit
  for await (const row of allRows(tables, bookingsTable)) {
    const booking = bookingOf(row)
    findings.count('bookings')
    findings.count(`bookings_${booking.status.toLowerCase()}`)
    const reference = tables.get(referencesTable, booking.bookingReference)
    if (reference?.booking_id !== booking.bookingId) {
      findings.violation('I7', 'the reference belongs to another booking', {
        ...factsOf(booking),
        reference_of: reference?.booking_id ?? null,
      })
    }
    if (booking.status === 'CONFIRMED') checkConfirmed(audit, booking)
  }
}

function checkConfirmed(audit: Audit, booking: Booking): void {
  const { tables, findings } = audit
  const reservation = tables.get(reservationsTable, booking.reservationId)
  if (reservation?.status !== 'CONFIRMED' || reservation.booking_id !== booking.bookingId) {
    findings.violation('I2', 'the booking is confirmed and its reservation is not', {
      ...factsOf(booking),
      reservation_status: reservation?.status ?? null,
      reservation_booking_id: reservation?.booking_id ?? null,
    })
  }
  // Seats of a refund under way are given back before the booking says so.
  if (booking.step === 'refund') return
  for (const { seatNumber, cancelled } of booking.seats) {
    const seat = cancelled ? undefined : tables.get(seatsTable, booking.eventId, seatNumber)
    if (cancelled || (seat?.status === 'BOOKED' && seat.booking_id === booking.bookingId)) continue
    findings.violation('I2', 'the booking is confirmed and does not have its seat', {
      ...factsOf(booking),
      seat_number: seatNumber,
      seat_status: seat?.status ?? 'AVAILABLE',
      seat_booking_id: seat?.booking_id ?? null,
    })
  }
}

function factsOf(booking: Booking) {
  const { bookingId, bookingReference, eventId, reservationId, status } = booking
  return {
    booking_id: bookingId,
    booking_reference: bookingReference,
    event_id: eventId,
    reservation_id: reservationId,
    booking_status: status,
  }
}
