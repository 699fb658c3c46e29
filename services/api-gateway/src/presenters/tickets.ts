import type * as proto from '@usher/contracts'
import { TicketStatus } from '@usher/contracts'
import { amount, instant, instantOrNull, namesOf, orNull } from './values.ts'

const statusName = namesOf(TicketStatus)

/** What whoever stands at the door may see of a ticket. */
export function admission(message: proto.Ticket) {
  return {
    ticket_id: message.ticketId,
    booking_id: message.bookingId,
    seat_number: orNull(message.seatNumber),
    section: message.section,
    row_number: orNull(message.rowNumber),
    category: message.category,
    status: statusName(message.status),
  }
}

export function ticket(message: proto.Ticket) {
  return {
    ...admission(message),
    event_id: message.eventId,
    price: amount(message.priceMinor, message.currency),
    currency: message.currency,
    code: orNull(message.code),
    checked_in_at: instantOrNull(message.checkedInAtMs),
    checkin_id: orNull(message.checkInId),
  }
}

export function notification(message: proto.Notification) {
  return {
    notification_id: message.notificationId,
    occasion: message.occasion,
    status: message.status,
    language: orNull(message.language),
    attempts: message.attempts,
    created_at: instant(message.createdAtMs),
    sent_at: instantOrNull(message.sentAtMs),
    reason: orNull(message.reason),
  }
}
