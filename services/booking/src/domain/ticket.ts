import type { BookingId, SeatNumber } from '@usher/kernel'
import type { Booking } from './booking.ts'
import type { TicketPlace } from './ticket-code.ts'

// A ticket is not stored: it follows from its booking. Seats come first, in the sequence of the
// booking, then the places of its areas one by one. Of an area's places the last are cancelled
// first, so that a number means the same ticket for ever.

/** Which ticket: the `number`th of a booking, from 1. */
export interface TicketKey {
  readonly bookingId: BookingId
  readonly number: number
}

export interface Ticket extends TicketKey {
  readonly place: TicketPlace
  /** The section, or the area. */
  readonly section: string
  /** Empty for a place in an area. */
  readonly rowNumber: string
  readonly category: string
  readonly priceMinor: number
  readonly cancelled: boolean
}

export function ticketIdOf({ bookingId, number }: TicketKey): string {
  return `${bookingId}.${number}`
}

/** Every ticket of a booking, by number, those cancelled among them. */
export function ticketsOf(booking: Pick<Booking, 'bookingId' | 'seats' | 'areas'>): Ticket[] {
  const { bookingId } = booking
  const tickets = booking.seats.map((seat, i): Ticket => {
    const { seatNumber, section, rowNumber, category, priceMinor, cancelled } = seat
    const place = { kind: 'seat', seatNumber } as const
    const number = i + 1
    return { bookingId, number, place, section, rowNumber, category, priceMinor, cancelled }
  })
  for (const { area, quantity, category, priceMinor, cancelled } of booking.areas) {
    const seat = { place: { kind: 'area', area }, section: area, rowNumber: '' } as const
    for (let i = 0; i < quantity; i++) {
      const number = tickets.length + 1
      const gone = i >= quantity - cancelled
      tickets.push({ bookingId, number, ...seat, category, priceMinor, cancelled: gone })
    }
  }
  return tickets
}

/** The tickets that `after` has cancelled and `before` had not. */
export function newlyCancelled(before: Booking, after: Booking): readonly number[] {
  const valid = new Set(ticketsOf(before).flatMap((each) => (each.cancelled ? [] : [each.number])))
  return ticketsOf(after)
    .filter(({ cancelled, number }) => cancelled && valid.has(number))
    .map(({ number }) => number)
}

export function seatNumberOf({ place }: Pick<Ticket, 'place'>): SeatNumber | '' {
  return place.kind === 'seat' ? place.seatNumber : ''
}

export function samePlace(one: TicketPlace, other: TicketPlace): boolean {
  if (one.kind === 'seat') return other.kind === 'seat' && one.seatNumber === other.seatNumber
  return other.kind === 'area' && one.area === other.area
}
