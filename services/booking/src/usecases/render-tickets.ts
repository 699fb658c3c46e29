import { DomainError } from '@usher/kernel'
import { ticketLanguage } from '../domain/ticket-words.ts'
import { codedTickets, paidBooking, type WhoseBooking } from './get-tickets.ts'
import type { TicketPorts } from './ticket-ports.ts'

export interface RenderTickets extends WhoseBooking {
  /** BCP 47; empty: the event's. */
  readonly language: string
}

/**
 * The valid tickets of a booking as a PDF. Throws what `getTickets` and the renderer throw, and
 * conflict / no_valid_tickets.
 */
export async function renderTickets(
  ports: TicketPorts,
  { language, ...whose }: RenderTickets,
): Promise<Uint8Array> {
  const startedMs = ports.clock.monotonicMs()
  const booking = await paidBooking(ports, whose)
  const valid = (await codedTickets(ports, booking)).filter(({ ticket }) => !ticket.cancelled)
  if (valid.length === 0) {
    throw new DomainError('conflict', 'no_valid_tickets', 'every ticket has been cancelled', {
      booking_id: whose.bookingId,
    })
  }
  const { eventId, bookingReference, currency } = booking
  const event = await ports.events.event(eventId)
  const pdf = await ports.ticketRenderer.render({
    language: ticketLanguage(language, event.language),
    event,
    bookingReference,
    currency,
    tickets: valid.map(({ ticket, code }) => ({ ...ticket, code })),
  })
  ports.telemetry.ticketsRendered(valid.length, ports.clock.monotonicMs() - startedMs)
  return pdf
}
