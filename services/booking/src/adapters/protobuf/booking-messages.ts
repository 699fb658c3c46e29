import type { topics } from '@usher/bus'
import type { MessageInitShape } from '@bufbuild/protobuf'
import { type Booking, nothingLeft, type RefundIntent } from '../../domain/booking.ts'

type Confirmed = MessageInitShape<typeof topics.bookingConfirmed.schema>
type Cancelled = MessageInitShape<typeof topics.bookingCancelled.schema>

/** `booking.confirmed` for a booking that has just become so. */
export function confirmedMessage(booking: Booking): Confirmed {
  return {
    bookingId: booking.bookingId,
    bookingReference: booking.bookingReference,
    eventId: booking.eventId,
    userId: booking.userId,
    seatNumbers: booking.seats.map((seat) => seat.seatNumber),
    areas: Object.fromEntries(booking.areas.map(({ area, quantity }) => [area, quantity])),
    totalMinor: BigInt(booking.totalMinor),
    currency: booking.currency,
    confirmedAtMs: BigInt(booking.confirmedAtMs),
  }
}

/** `booking.cancelled` for what one refund has given back of a booking. */
export function cancelledMessage(booking: Booking, refund: RefundIntent): Cancelled {
  return {
    bookingId: booking.bookingId,
    eventId: booking.eventId,
    userId: booking.userId,
    seatNumbers: [...refund.seats],
    areas: { ...refund.areas },
    refundId: refund.refundId,
    refundedMinor: BigInt(refund.amountMinor),
    currency: booking.currency,
    whole: nothingLeft(booking),
    reason: refund.reason,
    cancelledAtMs: BigInt(booking.cancelledAtMs || refund.recordedAtMs),
  }
}
