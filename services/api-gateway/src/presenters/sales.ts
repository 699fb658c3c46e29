import type * as proto from '@usher/contracts'
import { seatStatusName } from './seats.ts'
import { amount, instant, orNull } from './values.ts'

export function journalEntry(message: proto.JournalEntry) {
  return {
    sequence: Number(message.sequence),
    at: instant(message.atMs),
    actor: message.actor,
    action: message.action,
    reason: orNull(message.reason),
    reservation_id: orNull(message.reservationId),
    booking_id: orNull(message.bookingId),
    seats: message.seats.map(({ seatNumber, before, after, version }) => ({
      seat_number: seatNumber,
      before: seatStatusName(before),
      after: seatStatusName(after),
      version,
    })),
    areas: message.areas.map(({ area, before, after, quantity }) => ({
      area,
      before: seatStatusName(before),
      after: seatStatusName(after),
      quantity,
    })),
  }
}

export function sales(
  eventId: number,
  seats: proto.GetSalesResponse,
  money: proto.GetEventTotalsResponse,
) {
  const currency = seats.currency || money.currency
  return {
    event_id: eventId,
    currency,
    sold: seats.sold,
    total_amount: amount(seats.totalMinor, currency),
    bookings: money.bookings,
    captured_amount: amount(money.capturedMinor, currency),
    refunded_amount: amount(money.refundedMinor, currency),
    sections: seats.sections.map(({ section, category, sold, totalMinor }) => ({
      section,
      category,
      sold,
      total_amount: amount(totalMinor, currency),
    })),
  }
}
