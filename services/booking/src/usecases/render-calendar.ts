import type { Ticket } from '../domain/ticket.ts'
import { ticketsOf } from '../domain/ticket.ts'
import { type TicketLanguage, ticketLanguage, ticketWords } from '../domain/ticket-words.ts'
import { paidBooking } from './get-tickets.ts'
import type { RenderTickets } from './render-tickets.ts'
import type { TicketPorts } from './ticket-ports.ts'

/** How long an event takes when nobody has said. */
const DURATION_MS = 2 * 3_600_000

/**
 * The event of a booking as a calendar file, which takes it out of the calendar once it is
 * cancelled. Throws not_found / booking_not_found and conflict / booking_not_confirmed.
 */
export async function renderCalendar(
  ports: TicketPorts,
  { language: asked, ...whose }: RenderTickets,
): Promise<Uint8Array> {
  const booking = await paidBooking(ports, whose)
  const event = await ports.events.event(booking.eventId)
  const language = ticketLanguage(asked, event.language)
  const valid = ticketsOf(booking).filter(({ cancelled }) => !cancelled)
  return ports.calendarRenderer.render({
    uid: `${booking.bookingId}.${booking.eventId}@usher`,
    // Either may change what the entry says; the sum grows with both.
    sequence: event.version + booking.version,
    language,
    event,
    endsAtMs: event.endsAtMs || event.startsAtMs + DURATION_MS,
    bookingReference: booking.bookingReference,
    places: valid.map((ticket) => placeText(ticket, language)),
    cancelled: event.cancelled || valid.length === 0,
    nowMs: ports.clock.nowMs(),
  })
}

function placeText({ place, section, rowNumber }: Ticket, language: TicketLanguage): string {
  const words = ticketWords[language]
  if (place.kind === 'area') return `${place.area}, ${words.freeSeating}`
  const row = rowNumber ? [`${words.row} ${rowNumber}`] : []
  return [section, ...row, `${words.seat} ${place.seatNumber}`].filter(Boolean).join(', ')
}
