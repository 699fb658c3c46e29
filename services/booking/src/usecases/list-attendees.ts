import { type BookingId, decodeCursor, encodeCursor, type EventId } from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import { type Ticket, ticketIdOf, ticketsOf } from '../domain/ticket.ts'
import type { TicketView } from './get-tickets.ts'
import type { TicketPorts } from './ticket-ports.ts'

export interface ListAttendees {
  readonly eventId: EventId
  /** Empty: from the first booking on. */
  readonly cursor: string
  /** Zero: the default. */
  readonly limit: number
}

export interface AttendeePage {
  /** Without codes: many read such lists, and a code lets its holder in. */
  readonly attendees: readonly TicketView[]
  /** Empty when there is nothing behind it. */
  readonly nextCursor: string
}

const LIMIT_DEFAULT = 100
const LIMIT_MAX = 1000
/** Bookings read at once. */
const BOOKINGS = 200
/** After so many bookings without a ticket a page ends, with a cursor, before it is full. */
const READS_MAX = 20

/** The ticket behind which a page begins; number 0: its booking was not begun. */
interface Place {
  readonly bookingId: BookingId
  readonly number: number
}

/** Every ticket that was paid for, cancelled or not, by booking and number. */
export async function listAttendees(
  ports: Pick<TicketPorts, 'bookings' | 'checkIns'>,
  { eventId, cursor, limit }: ListAttendees,
): Promise<AttendeePage> {
  const size = Math.min(limit || LIMIT_DEFAULT, LIMIT_MAX)
  const found: { booking: Booking; ticket: Ticket }[] = []
  let place = cursor ? placeOf(cursor) : undefined
  if (place) found.push(...(await restOf(ports, eventId, place)))
  let ended = false
  for (let reads = 0; reads < READS_MAX && found.length <= size && !ended; reads++) {
    const page = await ports.bookings.ofEvent(eventId, { after: place?.bookingId, limit: BOOKINGS })
    found.push(...page.flatMap((booking) => attending(booking)))
    ended = page.length < BOOKINGS
    place = placeAfter(page) ?? place
  }
  const shown = found.slice(0, size)
  const last = shown.at(-1)
  const more = found.length > size && last
  const behind = more ? { ...last.ticket } : place
  const nextCursor = (more || !ended) && behind ? cursorOf(behind) : ''
  return { attendees: await withCheckIns(ports, shown), nextCursor }
}

/** Tickets of the booking in which the page before ended. */
async function restOf(
  { bookings }: Pick<TicketPorts, 'bookings'>,
  eventId: EventId,
  { bookingId, number }: Place,
) {
  const booking = await bookings.get(bookingId)
  if (booking?.eventId !== eventId) return []
  return attending(booking).filter(({ ticket }) => ticket.number > number)
}

function attending(booking: Booking) {
  if (booking.status !== 'CONFIRMED' && booking.status !== 'CANCELLED') return []
  return ticketsOf(booking).map((ticket) => ({ booking, ticket }))
}

async function withCheckIns(
  { checkIns }: Pick<TicketPorts, 'checkIns'>,
  found: readonly { readonly booking: Booking; readonly ticket: Ticket }[],
): Promise<TicketView[]> {
  const live = await checkIns.live(found.map(({ ticket }) => ticket))
  return found.map(({ booking, ticket }) => {
    return { booking, ticket, code: '', checkIn: live.get(ticketIdOf(ticket)) }
  })
}

/** Everything of the bookings read was taken. */
function placeAfter(page: readonly Booking[]): Place | undefined {
  const last = page.at(-1)
  return last && { bookingId: last.bookingId, number: Number.MAX_SAFE_INTEGER }
}

function cursorOf({ bookingId, number }: Place): string {
  return encodeCursor([bookingId, number])
}

function placeOf(cursor: string): Place {
  const [bookingId, number] = decodeCursor(cursor, ['string', 'number'])
  return { bookingId: bookingId as BookingId, number: number as number }
}
