import {
  BookingService,
  BookingStatus,
  type CreateBookingRequest,
  PaymentService,
} from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { fake, notFound } from './fake.ts'
import { EVENT } from './fake-events.ts'
import { RESERVATION } from './fake-inventory.ts'
import { userIdOf } from './fake-people.ts'

/** The booking of `buyer` that is there from the start. */
export const BOOKING = `bk_${'0'.repeat(26)}`

export interface BookingCalls {
  readonly created: CreateBookingRequest[]
  readonly cancelled: string[]
  readonly settled: string[]
}

type Outcome = () => { booking: ReturnType<typeof bookingMessage> }

const refusal =
  (kind: 'exhausted' | 'expired' | 'unavailable' | 'conflict', code: string): Outcome =>
  () => {
    throw new DomainError(kind, code, code.replaceAll('_', ' '))
  }

/** What the payment tokens of these tests lead to. */
const outcomes: Record<string, Outcome> = {
  tok_success: () => ({ booking: bookingMessage(BookingStatus.CONFIRMED) }),
  tok_slow: () => ({ booking: bookingMessage(BookingStatus.PENDING) }),
  tok_failed: () => ({ booking: bookingMessage(BookingStatus.FAILED) }),
  tok_declined: refusal('exhausted', 'payment_declined'),
  tok_late: refusal('expired', 'reservation_expired'),
  tok_outage: refusal('unavailable', 'storage_failed'),
  tok_progress: refusal('conflict', 'payment_in_progress'),
  tok_bug: () => {
    throw new TypeError('undefined is not a function')
  },
}

export function fakeBooking(calls: BookingCalls) {
  const requireMine = ({ bookingId, userId }: { bookingId: string; userId: string }) => {
    if (bookingId !== BOOKING || userId !== userIdOf('buyer')) throw notFound('booking')
  }
  return fake(BookingService, {
    createBooking: async (request) => {
      calls.created.push(request)
      if (request.userId !== userIdOf('buyer')) throw notFound('reservation')
      // A turn of the event loop, so that repeats can meet a request in flight.
      await new Promise(setImmediate)
      const outcome = outcomes[request.paymentToken] ?? refusal('exhausted', 'payment_declined')
      return outcome()
    },
    getBooking: async (request) => {
      requireMine(request)
      return { booking: bookingMessage(BookingStatus.CONFIRMED) }
    },
    listBookings: async ({ userId }) => ({
      bookings: userId === userIdOf('buyer') ? [bookingMessage(BookingStatus.CONFIRMED)] : [],
    }),
    cancelBooking: async (request) => {
      requireMine(request)
      calls.cancelled.push(request.operationId)
      return { booking: bookingMessage(BookingStatus.CANCELLED) }
    },
    settleBooking: async ({ bookingId }) => {
      calls.settled.push(bookingId)
      return { booking: bookingMessage(BookingStatus.CONFIRMED) }
    },
    getEventTotals: async () => ({
      bookings: 1,
      capturedMinor: 30000n,
      refundedMinor: 15000n,
      currency: 'EUR',
    }),
  })
}

/** Takes messages that are signed `good`; a body that says "ours" belongs to the booking. */
export function fakePayment() {
  return fake(PaymentService, {
    handleWebhook: async ({ rawBody, headers }) => {
      if (headers['x-signature'] !== 'good') {
        throw new DomainError('unauthenticated', 'invalid_signature', 'not signed by the provider')
      }
      const ours = Buffer.from(rawBody).toString('utf8').includes('ours')
      return { applied: ours, bookingId: ours ? BOOKING : '' }
    },
  })
}

function bookingMessage(status: BookingStatus) {
  return {
    bookingId: BOOKING,
    bookingReference: 'BK-7Q4M-9XKD-2PTA',
    eventId: EVENT,
    userId: userIdOf('buyer'),
    reservationId: RESERVATION,
    seats: [
      { seatNumber: 'A2', section: 'Stalls', rowNumber: 'A', category: 'A', priceMinor: 30000n },
    ],
    totalMinor: 30000n,
    currency: 'EUR',
    status,
    createdAtMs: 1000n,
    confirmedAtMs: status === BookingStatus.CONFIRMED ? 2000n : 0n,
  }
}
