import type * as proto from '@usher/contracts'
import { BookingStatus } from '@usher/contracts'
import { admission } from './tickets.ts'
import { amount, instant, instantOrNull, namesOf, orNull } from './values.ts'

const bookingStatusName = namesOf(BookingStatus)

export function scanResult({ admitted, reason, detail, ticket, checkIn }: proto.CheckInResponse) {
  return {
    result: admitted ? ('admitted' as const) : ('refused' as const),
    reason: orNull(reason),
    detail: orNull(detail),
    checkin_id: checkIn ? checkIn.checkInId : null,
    checked_in_at: checkIn ? instant(checkIn.checkedInAtMs) : null,
    gate: checkIn ? orNull(checkIn.gate) : null,
    ticket: ticket ? admission(ticket) : null,
  }
}

export function checkIn(message: proto.CheckIn) {
  return {
    checkin_id: message.checkInId,
    event_id: message.eventId,
    ticket_id: message.ticketId,
    booking_id: message.bookingId,
    seat_number: orNull(message.seatNumber),
    section: message.section,
    gate: orNull(message.gate),
    scanner_id: message.scannerId,
    checked_in_at: instant(message.checkedInAtMs),
    undone_at: instantOrNull(message.undoneAtMs),
    undone_by: orNull(message.undoneBy),
  }
}

/** A ticket with whose it is; without its code, which alone would let anybody in. */
export function attendee(
  message: proto.Attendee & { readonly ticket: proto.Ticket },
  user: proto.User | undefined,
) {
  const { ticket } = message
  return {
    ...admission(ticket),
    booking_reference: message.bookingReference,
    booking_status: bookingStatusName(message.bookingStatus),
    booked_at: instant(message.bookedAtMs),
    user_id: message.userId,
    name: user?.name ?? null,
    email: user?.email ?? null,
    price: amount(ticket.priceMinor, ticket.currency),
    currency: ticket.currency,
    checked_in_at: instantOrNull(ticket.checkedInAtMs),
    checkin_id: orNull(ticket.checkInId),
  }
}

export function scanner({ userId, addedAtMs }: proto.Scanner, user: proto.User | undefined) {
  return {
    user_id: userId,
    name: user?.name ?? null,
    email: user?.email ?? null,
    added_at: instant(addedAtMs),
  }
}
