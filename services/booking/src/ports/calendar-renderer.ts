import type { TicketLanguage } from '../domain/ticket-words.ts'
import type { EventFacts } from './event-catalog.ts'

export interface CalendarEntry {
  /** The same for ever, and for no other booking. */
  readonly uid: string
  /** Grows with each change, so that calendars replace what they have. */
  readonly sequence: number
  readonly language: TicketLanguage
  readonly event: EventFacts
  readonly endsAtMs: number
  readonly bookingReference: string
  /** As a buyer reads them. */
  readonly places: readonly string[]
  /** True: calendars take the entry out. */
  readonly cancelled: boolean
  readonly nowMs: number
}

/** Writes calendar files. */
export interface CalendarRenderer {
  /** The entry as an iCalendar object (RFC 5545), in UTF-8. */
  render(entry: CalendarEntry): Uint8Array
}
