import {
  type AuthService,
  type BookingService,
  type Booking as BookingMessage,
  BookingStatus,
  type Event as EventMessage,
  type EventsService,
  type InventoryService,
  type Reservation as ReservationMessage,
  ReservationStatus,
  type TicketService,
} from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { Booking, Event, Place, Reservation } from '../../domain/sale-facts.ts'
import type { SaleFacts } from '../../ports/sale-facts.ts'

export interface SaleClients {
  readonly auth: Client<typeof AuthService>
  readonly events: Client<typeof EventsService>
  readonly booking: Client<typeof BookingService>
  readonly tickets: Client<typeof TicketService>
  readonly inventory: Client<typeof InventoryService>
}

const EXPIRING_PAGE = 200

/** What the other services know of a sale, asked through their clients. */
export function rpcSaleFacts(clients: SaleClients): SaleFacts {
  const { auth, events, booking, tickets, inventory } = clients
  return {
    async user(userId) {
      const { email, name, language } = present((await auth.getUser({ userId })).user)
      return { address: email, name, language }
    },
    event: async (eventId) => eventOf(present((await events.getEvent({ eventId })).event)),
    booking: async (bookingId) =>
      bookingOf(present((await booking.getBooking({ bookingId })).booking)),
    bookingOf: async (sale) => bookingOf(present((await booking.getBooking(sale)).booking)),
    async reservation(reservationId) {
      return reservationOf(present((await inventory.getReservation({ reservationId })).reservation))
    },
    async expiring({ afterMs, untilMs, cursor }) {
      const range = { afterMs: BigInt(afterMs), untilMs: BigInt(untilMs) }
      const page = { ...range, cursor, limit: EXPIRING_PAGE }
      const { reservations, nextCursor } = await inventory.listExpiringReservations(page)
      return { reservations: reservations.map(reservationOf), nextCursor }
    },
    ticketsPdf: async (wish) => (await tickets.renderTickets(wish)).pdf,
    calendar: async (wish) => (await tickets.renderCalendar(wish)).calendar,
  }
}

function eventOf({ details, venueName, address, city }: EventMessage): Event {
  const parts = address.includes(city) ? [address] : [address, city]
  return {
    name: details?.eventName ?? '',
    venue: venueName,
    address: parts.filter((part) => part !== '').join(', '),
    startsAtMs: details?.eventDateMs ? Number(details.eventDateMs) : undefined,
    timeZone: details?.timeZone ?? '',
    language: details?.language ?? '',
  }
}

function bookingOf(message: BookingMessage): Booking {
  const { seats, areas } = message
  const areaPlaces = areas.map((area) => ({ ...areaPlace(area), cancelled: area.cancelled }))
  const places: Place[] = [
    ...seats.filter(({ cancelled }) => !cancelled).map(seatPlace),
    ...areaPlaces.map(({ cancelled, ...place }) => ({
      ...place,
      quantity: place.quantity - cancelled,
    })),
  ]
  return {
    bookingId: message.bookingId,
    bookingReference: message.bookingReference,
    userId: message.userId,
    eventId: message.eventId,
    confirmed: message.status === BookingStatus.CONFIRMED,
    booked: [...seats.map(seatPlace), ...areas.map(areaPlace)],
    places: places.filter(({ quantity }) => quantity > 0),
    totalMinor: Number(message.totalMinor),
    refundedMinor: Number(message.refundedMinor),
    currency: message.currency,
  }
}

function reservationOf(message: ReservationMessage): Reservation {
  return {
    reservationId: message.reservationId,
    userId: message.userId,
    eventId: message.eventId,
    active: message.status === ReservationStatus.ACTIVE,
    places: [...message.seats.map(seatPlace), ...message.areas.map(areaPlace)],
    totalMinor: Number(message.totalMinor),
    currency: message.currency,
    createdAtMs: Number(message.createdAtMs),
    expiresAtMs: Number(message.expiresAtMs),
  }
}

interface Seat {
  readonly seatNumber: string
  readonly section: string
  readonly rowNumber: string
  readonly priceMinor: bigint
}

function seatPlace({ seatNumber, section, rowNumber, priceMinor }: Seat): Place {
  return { seatNumber, section, rowNumber, quantity: 1, priceMinor: Number(priceMinor) }
}

interface Area {
  readonly area: string
  readonly quantity: number
  readonly priceMinor: bigint
}

function areaPlace({ area, quantity, priceMinor }: Area): Place {
  const price = Number(priceMinor)
  return { seatNumber: '', section: area, rowNumber: '', quantity, priceMinor: price }
}

/** An answer always has what was asked for; protobuf cannot say so. */
function present<Message>(message: Message | undefined): Message {
  if (message === undefined) {
    throw new DomainError('unavailable', 'empty_answer', 'a service answered with nothing')
  }
  return message
}
