import type {
  BookingId,
  BookingReference,
  Currency,
  EventId,
  OperationId,
  PaymentId,
  ReservationId,
  SeatNumber,
  UserId,
} from '@usher/kernel'
import type { BookedSeat, Booking } from '../domain/booking.ts'

const ID_CHARS = 26

/**
 * A PENDING booking of two seats, 30.00 EUR; another `n` from 0 to 9 is another booking of the same
 * user and event.
 */
export function sampleBooking(n: number): Booking {
  const id = (prefix: string) => `${prefix}_${String(n).padStart(ID_CHARS, '0')}`
  return {
    bookingId: id('bk') as BookingId,
    bookingReference: `BK-0000-0000-000${n}` as BookingReference,
    operationId: id('op') as OperationId,
    eventId: 7 as EventId,
    userId: `user_${'0'.repeat(ID_CHARS)}` as UserId,
    reservationId: id('rsv') as ReservationId,
    seats: [sampleSeat(`A${n}`), sampleSeat(`B${n}`)],
    areas: [],
    totalMinor: 3000,
    refundedMinor: 0,
    currency: 'EUR' as Currency,
    status: 'PENDING',
    step: 'pay',
    paymentId: id('pay') as PaymentId,
    provider: 'sandbox',
    paymentToken: 'tok_ok',
    paymentStatus: 'PENDING',
    declineCode: '',
    challengeUrl: '',
    reason: '',
    undoRefundId: '',
    refunds: [],
    createdAtMs: 1_700_000_000_000,
    confirmedAtMs: 0,
    cancelledAtMs: 0,
    version: 1,
  }
}

function sampleSeat(seatNumber: string): BookedSeat {
  return {
    seatNumber: seatNumber as SeatNumber,
    section: 'Stalls',
    rowNumber: '1',
    category: 'Standard',
    priceMinor: 1500,
    cancelled: false,
  }
}
