import type { DescService } from '@bufbuild/protobuf'
import {
  AuthService,
  type Booking,
  BookingService,
  type Event,
  EventsService,
  InventoryService,
  type Reservation,
  ReservationStatus,
  TicketService,
  type User,
} from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { type Client, type Handlers, localClient } from '@usher/rpc'
import type { SaleClients } from '../adapters/rpc/sale-facts.ts'
import { sampleEvent, sampleUser } from './sample-sales.fixture.ts'

/** What the other services know; a test changes it as buyers and organizers would. */
export interface SaleWorld {
  readonly users: Map<string, User>
  readonly events: Map<number, Event>
  readonly bookings: Map<string, Booking>
  readonly reservations: Map<string, Reservation>
  /** While set, no PDF can be made. */
  renderFailure: Error | undefined
  /** PDFs are made once it has resolved. */
  renderGate: Promise<void>
}

export function saleWorld(): SaleWorld {
  return {
    users: new Map([['user_ann', sampleUser()]]),
    events: new Map([[7, sampleEvent()]]),
    bookings: new Map(),
    reservations: new Map(),
    renderFailure: undefined,
    renderGate: Promise.resolve(),
  }
}

/** The services that are asked, over one world. */
export function fakeServices(world: SaleWorld): SaleClients {
  return {
    auth: fake(AuthService, {
      getUser: async ({ userId }) => ({ user: found(world.users.get(userId), 'user') }),
    }),
    events: fake(EventsService, {
      getEvent: async ({ eventId }) => ({ event: found(world.events.get(eventId), 'event') }),
    }),
    booking: fake(BookingService, {
      async getBooking({ bookingId, userId }) {
        const booking = world.bookings.get(bookingId)
        const visible = userId === '' || userId === booking?.userId
        return { booking: found(visible ? booking : undefined, 'booking') }
      },
    }),
    tickets: fake(TicketService, {
      async renderTickets({ bookingId, language }) {
        await world.renderGate
        if (world.renderFailure) throw world.renderFailure
        return { pdf: new TextEncoder().encode(`%PDF ${bookingId} ${language}`) }
      },
      renderCalendar: async ({ bookingId }) => ({
        calendar: new TextEncoder().encode(`BEGIN:VCALENDAR\r\nUID:${bookingId}\r\n`),
      }),
    }),
    inventory: fakeInventory(world),
  }
}

/** Answers two at a time, so that pages matter. */
const PAGE = 2

function fakeInventory({ reservations }: SaleWorld): SaleClients['inventory'] {
  return fake(InventoryService, {
    getReservation: async ({ reservationId }) => ({
      reservation: found(reservations.get(reservationId), 'reservation'),
    }),
    async listExpiringReservations({ afterMs, untilMs, cursor }) {
      const due = [...reservations.values()]
        .filter(({ status }) => status === ReservationStatus.ACTIVE)
        .filter(({ expiresAtMs }) => expiresAtMs > afterMs && expiresAtMs <= untilMs)
        .sort((a, b) => Number(a.expiresAtMs - b.expiresAtMs))
      const from = Number(cursor || 0)
      const more = from + PAGE < due.length
      const nextCursor = more ? String(from + PAGE) : ''
      return { reservations: due.slice(from, from + PAGE), nextCursor }
    },
  })
}

function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing !== undefined) return thing
  throw new DomainError('not_found', `${what}_not_found`, `there is no such ${what}`)
}

/** Methods that are not given fail: nobody here calls them. */
function fake<Service extends DescService>(
  service: Service,
  given: Partial<Handlers<Service>>,
): Client<Service> {
  const refuse = () => Promise.reject(new TypeError('not called here'))
  const others = service.methods.map(({ localName }) => [localName, refuse])
  const handlers: unknown = { ...Object.fromEntries(others), ...given }
  return localClient(service, handlers as Handlers<Service>)
}
