import type { Currency } from '@usher/kernel'
import type { Ticket } from '../domain/ticket.ts'
import type { TicketLanguage } from '../domain/ticket-words.ts'
import type { EventFacts } from './event-catalog.ts'

/** What is to be printed; plain data, so that it can cross threads. */
export interface TicketSheet {
  readonly language: TicketLanguage
  readonly event: EventFacts
  readonly bookingReference: string
  readonly currency: Currency
  /** One a page. */
  readonly tickets: readonly PrintedTicket[]
}

export interface PrintedTicket extends Ticket {
  readonly code: string
}

/** Prints tickets. */
export interface TicketRenderer {
  /**
   * A PDF with a page for each ticket, its code as text and as a QR code. Throws unavailable /
   * ticket_renderer_busy, ticket_renderer_slow or ticket_renderer_ended: asking again may help.
   */
  render(sheet: TicketSheet): Promise<Uint8Array>
}
