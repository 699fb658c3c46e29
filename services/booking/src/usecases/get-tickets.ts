import { type BookingId, DomainError, type UserId } from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import type { CheckIn } from '../domain/check-in.ts'
import { type Ticket, ticketIdOf, ticketsOf } from '../domain/ticket.ts'
import { signedPart, ticketCodeText } from '../domain/ticket-code.ts'
import type { TicketSigningKey } from '../ports/ticket-key-store.ts'
import { ownBooking } from './get-booking.ts'
import type { TicketPorts } from './ticket-ports.ts'

export interface CodedTicket {
  readonly booking: Booking
  readonly ticket: Ticket
  /** Empty unless it is shown to its buyer and may admit. */
  readonly code: string
}

/** A ticket with what has become of it. */
export interface TicketView extends CodedTicket {
  readonly checkIn: CheckIn | undefined
}

export interface WhoseBooking {
  readonly bookingId: BookingId
  /** Empty: a service asks, for any owner. */
  readonly userId: UserId | ''
}

/**
 * The tickets of a booking with their codes. Throws not_found / booking_not_found and conflict /
 * booking_not_confirmed.
 */
export async function getTickets(ports: TicketPorts, whose: WhoseBooking): Promise<TicketView[]> {
  const booking = await paidBooking(ports, whose)
  const [coded, live] = await Promise.all([
    codedTickets(ports, booking),
    ports.checkIns.live(ticketsOf(booking)),
  ])
  return coded.map((each) => ({ ...each, checkIn: live.get(ticketIdOf(each.ticket)) }))
}

/** The tickets of a booking, whoever has been let in with them. */
export async function codedTickets(ports: TicketPorts, booking: Booking): Promise<CodedTicket[]> {
  const [issue, key] = await Promise.all([
    ports.tickets.issue(booking.bookingId),
    ports.keys.active(),
  ])
  return ticketsOf(booking).map((ticket) => {
    const code = ticket.cancelled ? '' : codeOf(ports, { booking, ticket, issue, key })
    return { booking, ticket, code }
  })
}

/** A booking that has tickets, valid or not any more. */
export async function paidBooking(
  ports: Pick<TicketPorts, 'bookings'>,
  { bookingId, userId }: WhoseBooking,
): Promise<Booking> {
  const booking = await ownBooking(ports, bookingId, userId)
  if (booking.status === 'CONFIRMED' || booking.status === 'CANCELLED') return booking
  const message = 'there are tickets once the booking is paid'
  throw new DomainError('conflict', 'booking_not_confirmed', message, {
    booking_id: bookingId,
    status: booking.status,
  })
}

interface Signing {
  readonly booking: Booking
  readonly ticket: Ticket
  readonly issue: number
  readonly key: TicketSigningKey
}

/** The same code whenever it is made of the same ticket, issue and key: Ed25519 draws nothing. */
function codeOf({ signatures }: TicketPorts, { booking, ticket, issue, key }: Signing): string {
  const { bookingId, number, place } = ticket
  const { eventId } = booking
  const signed = signedPart({ keyId: key.keyId, eventId, bookingId, number, issue, place })
  return ticketCodeText(signed, signatures.sign(key, signed))
}
