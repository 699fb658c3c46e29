import type { BookingId, Currency, EventId, SeatNumber } from '@usher/kernel'
import type { EventFacts } from '../ports/event-catalog.ts'
import type { PrintedTicket, TicketSheet } from '../ports/ticket-renderer.ts'

const BOOKING_ID = 'bk_01k9a2b3c4d5e6f7g8h9jkmnpq' as BookingId

/** Friday 12 March 2027, 20:30 in Madrid. */
export function sampleEvent(parts: Partial<EventFacts> = {}): EventFacts {
  return {
    eventId: 7 as EventId,
    name: 'La vida es sueño',
    venueName: 'Teatro Español',
    address: 'Calle del Príncipe 25',
    city: 'Madrid',
    timeZone: 'Europe/Madrid',
    language: 'es',
    startsAtMs: Date.UTC(2027, 2, 12, 19, 30),
    endsAtMs: 0,
    location: { latitude: 40.4148, longitude: -3.7001 },
    cancelled: false,
    version: 3,
    ...parts,
  }
}

export function sampleSheet(parts: Partial<TicketSheet> = {}): TicketSheet {
  return {
    language: 'en',
    event: sampleEvent(),
    bookingReference: 'BK-7Q4M-9XKD-2PTA',
    currency: 'EUR' as Currency,
    tickets: [sampleTicket(1), sampleTicket(2)],
    ...parts,
  }
}

/** As long as a real code, and another one for each number. */
export function sampleTicket(number: number, parts: Partial<PrintedTicket> = {}): PrintedTicket {
  return {
    bookingId: BOOKING_ID,
    number,
    place: { kind: 'seat', seatNumber: `F-${number}` as SeatNumber },
    section: 'Patio de butacas',
    rowNumber: 'F',
    category: 'Standard',
    priceMinor: 2450,
    cancelled: false,
    code: `USHER.${String.fromCharCode(64 + number).repeat(160)}`,
    ...parts,
  }
}
