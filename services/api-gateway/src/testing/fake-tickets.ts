import {
  BookingStatus,
  type CheckInRequest,
  type RenderTicketsRequest,
  TicketService,
  TicketStatus,
} from '@usher/contracts'
import { fake, notFound } from './fake.ts'
import { BOOKING } from './fake-booking.ts'
import { EVENT } from './fake-events.ts'
import { userIdOf } from './fake-people.ts'

export const CHECK_IN = 'ci_1'
/** The code of the buyer's ticket; anything else is not one. */
export const CODE = 'USHER.GOOD'

export interface TicketCalls {
  readonly checkIns: CheckInRequest[]
  readonly rendered: RenderTicketsRequest[]
  readonly reissued: string[]
}

/** One booking with one ticket, `buyer`'s. Lists have two pages of one. */
export function fakeTickets(calls: TicketCalls) {
  const requireMine = ({ bookingId, userId }: { bookingId: string; userId: string }) => {
    if (bookingId !== BOOKING || userId !== userIdOf('buyer')) throw notFound('booking')
  }
  return fake(TicketService, {
    getTickets: async (request) => {
      requireMine(request)
      return { tickets: [ticketMessage()] }
    },
    renderTickets: async (request) => {
      requireMine(request)
      calls.rendered.push(request)
      return { pdf: Buffer.from('%PDF-1.7') }
    },
    renderCalendar: async (request) => {
      requireMine(request)
      return { calendar: Buffer.from(`BEGIN:VCALENDAR ${request.language}`) }
    },
    reissueTickets: async (request) => {
      requireMine(request)
      calls.reissued.push(request.operationId)
      return { tickets: [ticketMessage()] }
    },
    checkIn: async (request) => {
      calls.checkIns.push(request)
      if (request.code !== CODE) return { reason: 'invalid', detail: 'malformed' }
      return { admitted: true, ticket: ticketMessage(), checkIn: checkInMessage() }
    },
    undoCheckIn: async ({ eventId, checkInId, scannerId }) => {
      if (eventId !== EVENT || checkInId !== CHECK_IN) throw notFound('check_in')
      return { checkIn: { ...checkInMessage(), undoneAtMs: 9000n, undoneBy: scannerId } }
    },
    listCheckIns: async ({ cursor }) => ({
      checkIns: [checkInMessage()],
      nextCursor: cursor ? '' : 'more',
    }),
    listAttendees: async ({ cursor }) => ({
      attendees: [attendeeMessage(cursor === '' ? 'buyer' : 'other')],
      nextCursor: cursor ? '' : 'more',
    }),
    getTicketKeys: async () => ({ jwksJson: '{"keys":[{"kty":"OKP","kid":"t1"}]}' }),
  })
}

function ticketMessage() {
  return {
    ticketId: `${BOOKING}.1`,
    bookingId: BOOKING,
    eventId: EVENT,
    seatNumber: 'A2',
    section: 'Stalls',
    rowNumber: 'A',
    category: 'A',
    priceMinor: 15000n,
    currency: 'EUR',
    status: TicketStatus.VALID,
    code: CODE,
  }
}

function checkInMessage() {
  return {
    checkInId: CHECK_IN,
    eventId: EVENT,
    ticketId: `${BOOKING}.1`,
    bookingId: BOOKING,
    section: 'Stalls',
    gate: '=B',
    scannerId: userIdOf('scanner'),
    checkedInAtMs: 3000n,
  }
}

export function attendeeMessage(person: 'buyer' | 'other') {
  return {
    ticket: ticketMessage(),
    userId: userIdOf(person),
    bookingReference: 'BK-7Q4M-9XKD-2PTA',
    bookingStatus: BookingStatus.CONFIRMED,
    bookedAtMs: 2000n,
  }
}
