import type { Booking } from './booking.ts'

/** What bookings have brought in; sums of an event are sums of these. */
export interface Sales {
  /** Bookings that are CONFIRMED now. */
  readonly bookings: number
  readonly capturedMinor: number
  readonly refundedMinor: number
}

/** What one booking contributes. */
export function salesOf({ status, totalMinor, refundedMinor }: Booking): Sales {
  const sold = status === 'CONFIRMED' || status === 'CANCELLED' || refundedMinor > 0
  return {
    bookings: status === 'CONFIRMED' ? 1 : 0,
    capturedMinor: sold ? totalMinor : 0,
    refundedMinor,
  }
}

/** What a change adds; nothing of it is set when the sales stay what they were. */
export function salesAdded(before: Booking, after: Booking): Sales {
  const [was, is] = [salesOf(before), salesOf(after)]
  return {
    bookings: is.bookings - was.bookings,
    capturedMinor: is.capturedMinor - was.capturedMinor,
    refundedMinor: is.refundedMinor - was.refundedMinor,
  }
}
