import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'
import { shardOf } from '@usher/stores/dynamodb/spread-keys'
import type { BookedPlaces, BookedSeat, Booking, RefundIntent } from '../../domain/booking.ts'

/**
 * Open bookings are spread over so many keys of `due-index`: each booking writes to it twice, and a
 * key takes 1,000 writes a second. Part of what is stored: may grow only while nothing is open.
 */
export const DUE_SHARDS = 32

/**
 * An item of `bookings`. Amounts are minor units of `currency`; times are seconds since the epoch,
 * milliseconds as a fraction. The gateway lets nobody reserve more than 20 seats at once, and a
 * transaction of inventory has less than 100: at less than 1 KB each, and as much for its refund,
 * an item stays far from 400 KB.
 */
export interface BookingItem {
  readonly booking_id: Booking['bookingId']
  readonly booking_reference: Booking['bookingReference']
  readonly operation_id: Booking['operationId']
  readonly event_id: Booking['eventId']
  readonly user_id: Booking['userId']
  readonly reservation_id: Booking['reservationId']
  readonly seats: readonly SeatItem[]
  readonly areas: readonly BookedPlaces[]
  readonly total_amount: number
  readonly refunded_amount: number
  readonly currency: Booking['currency']
  readonly status: Booking['status']
  readonly step: Booking['step']
  readonly payment_id: Booking['paymentId']
  readonly provider: string
  readonly payment_token: string
  readonly payment_status: Booking['paymentStatus']
  readonly decline_code: string
  readonly challenge_url: string
  readonly reason: string
  readonly undo_refund_id: Booking['undoRefundId']
  readonly refunds: readonly RefundItem[]
  readonly created_at: number
  /** Zero: not confirmed, not cancelled. */
  readonly confirmed_at: number
  readonly cancelled_at: number
  readonly version: number
  /** Absent as soon as nothing is open. */
  readonly due_shard?: number
  readonly due_at?: number
}

interface SeatItem {
  readonly seat_id: string
  readonly seat_number: BookedSeat['seatNumber']
  readonly section: string
  readonly row_number: string
  readonly seat_type: string
  readonly price: number
  readonly cancelled: boolean
}

/** Areas as pairs: their names are user input, and not all texts can be names of attributes. */
type RefundItem = Omit<RefundIntent, 'areas'> & {
  readonly areas: readonly (readonly [area: string, quantity: number])[]
}

export function bookingItem(it: Booking, dueAtMs: number | undefined): BookingItem {
  return {
    booking_id: it.bookingId,
    booking_reference: it.bookingReference,
    operation_id: it.operationId,
    event_id: it.eventId,
    user_id: it.userId,
    reservation_id: it.reservationId,
    seats: it.seats.map((seat) => seatItem(it, seat)),
    areas: it.areas,
    total_amount: it.totalMinor,
    refunded_amount: it.refundedMinor,
    currency: it.currency,
    status: it.status,
    step: it.step,
    payment_id: it.paymentId,
    provider: it.provider,
    payment_token: it.paymentToken,
    payment_status: it.paymentStatus,
    decline_code: it.declineCode,
    challenge_url: it.challengeUrl,
    reason: it.reason,
    undo_refund_id: it.undoRefundId,
    refunds: it.refunds.map((refund) => ({ ...refund, areas: Object.entries(refund.areas) })),
    created_at: secondsOf(it.createdAtMs),
    confirmed_at: secondsOf(it.confirmedAtMs),
    cancelled_at: secondsOf(it.cancelledAtMs),
    version: it.version,
    ...(dueAtMs !== undefined && {
      due_shard: shardOf(it.bookingId, DUE_SHARDS),
      due_at: secondsOf(dueAtMs),
    }),
  }
}

function seatItem({ eventId }: Booking, seat: BookedSeat): SeatItem {
  return {
    seat_id: `${eventId}#${seat.seatNumber}`,
    seat_number: seat.seatNumber,
    section: seat.section,
    row_number: seat.rowNumber,
    seat_type: seat.category,
    price: seat.priceMinor,
    cancelled: seat.cancelled,
  }
}

export function bookingOf(found: Item): Booking {
  const item = found as unknown as BookingItem
  return {
    bookingId: item.booking_id,
    bookingReference: item.booking_reference,
    operationId: item.operation_id,
    eventId: item.event_id,
    userId: item.user_id,
    reservationId: item.reservation_id,
    seats: item.seats.map((seat) => ({
      seatNumber: seat.seat_number,
      section: seat.section,
      rowNumber: seat.row_number,
      category: seat.seat_type,
      priceMinor: seat.price,
      cancelled: seat.cancelled,
    })),
    areas: item.areas,
    totalMinor: item.total_amount,
    refundedMinor: item.refunded_amount,
    currency: item.currency,
    status: item.status,
    step: item.step,
    paymentId: item.payment_id,
    provider: item.provider,
    paymentToken: item.payment_token,
    paymentStatus: item.payment_status,
    declineCode: item.decline_code,
    challengeUrl: item.challenge_url,
    reason: item.reason,
    undoRefundId: item.undo_refund_id,
    refunds: item.refunds.map((refund) => ({
      ...refund,
      areas: Object.fromEntries(refund.areas),
    })),
    createdAtMs: msOf(item.created_at),
    confirmedAtMs: msOf(item.confirmed_at),
    cancelledAtMs: msOf(item.cancelled_at),
    version: item.version,
  }
}
