import { DomainError } from '@usher/kernel'
import { ticketLanguage } from '../domain/ticket-words.ts'
import { getTickets, type WhoseBooking } from './get-tickets.ts'
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
  const views = (await getTickets(ports, whose)).filter(({ ticket }) => !ticket.cancelled)
  const [first] = views
  if (!first) {
    throw new DomainError('conflict', 'no_valid_tickets', 'every ticket has been cancelled', {
      booking_id: whose.bookingId,
    })
  }
  const { eventId, bookingReference, currency } = first.booking
  const event = await ports.events.event(eventId)
  const pdf = await ports.ticketRenderer.render({
    language: ticketLanguage(language, event.language),
    event,
    bookingReference,
    currency,
    tickets: views.map(({ ticket, code }) => ({ ...ticket, code })),
  })
  ports.telemetry.ticketsRendered(views.length, ports.clock.monotonicMs() - startedMs)
  return pdf
}
