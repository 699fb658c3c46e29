import { DomainError, type OperationId, type RefundId, type SeatNumber } from '@usher/kernel'
import {
  type BookedSeat,
  type Booking,
  changed,
  nothingLeft,
  type Places,
  placesLeft,
  quantityIn,
  type RefundIntent,
} from './booking.ts'

/** The reason that tells the end of the whole event from a cancellation that somebody asked for. */
export const EVENT_CANCELLED = 'event_cancelled'

export interface Cancellation extends Places {
  readonly refundId: RefundId
  readonly operationId: OperationId
  readonly actor: string
  readonly reason: string
  readonly nowMs: number
}

/**
 * Decides a cancellation of some places, or of all that is left when none are named, and puts it on
 * record: the places count as cancelled from here on. Throws invalid / unknown_places, invalid /
 * duplicate_seat, conflict / already_cancelled, conflict / booking_pending or conflict /
 * booking_failed.
 */
export function withCancellation(booking: Booking, cancellation: Cancellation): Booking {
  refuseUnlessConfirmed(booking)
  const whole = cancellation.seats.length === 0 && Object.keys(cancellation.areas).length === 0
  const places = whole ? placesLeft(booking) : cancellation
  if (!whole) refuseUnlessHeld(booking, places)
  const after = cancelPlaces(booking, places)
  const refund: RefundIntent = {
    refundId: cancellation.refundId,
    operationId: cancellation.operationId,
    seats: places.seats,
    areas: places.areas,
    amountMinor: nothingLeft(after) ? moneyLeft(booking) : priceOf(booking, places),
    actor: cancellation.actor,
    reason: cancellation.reason,
    recordedAtMs: cancellation.nowMs,
    done: false,
  }
  refuseBeyondCapture(booking, refund)
  return changed(booking, { ...after, step: 'refund', refunds: [...booking.refunds, refund] })
}

/** The refund has been given and the seats are free. */
export function withRefundDone(booking: Booking, refundId: RefundId, nowMs: number): Booking {
  const refunds = booking.refunds.map((each) =>
    each.refundId === refundId ? { ...each, done: true } : each,
  )
  const refundedMinor = refunds.reduce((sum, each) => sum + (each.done ? each.amountMinor : 0), 0)
  const ended = refunds.every((each) => each.done)
  const whole = ended && nothingLeft(booking)
  return changed(booking, {
    refunds,
    refundedMinor,
    step: ended ? 'rest' : 'refund',
    paymentStatus: whole ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
    ...(whole
      ? { status: 'CANCELLED', cancelledAtMs: nowMs, reason: refunds.at(-1)?.reason ?? '' }
      : {}),
  })
}

/**
 * Buyers are written to as "your event was cancelled" by the reason alone, so nobody may give that
 * one. Throws invalid / reserved_reason.
 */
export function refuseReservedReason(reason: string): void {
  if (reason !== EVENT_CANCELLED) return
  const message = 'this reason is kept for events that are cancelled; use other words'
  throw new DomainError('invalid', 'reserved_reason', message, { reason })
}

function refuseUnlessConfirmed(booking: Booking): void {
  const facts = { booking_id: booking.bookingId, status: booking.status }
  if (booking.status === 'PENDING') {
    throw new DomainError('conflict', 'booking_pending', 'the booking is still being paid', facts)
  }
  if (booking.status === 'FAILED') {
    throw new DomainError('conflict', 'booking_failed', 'there is nothing to cancel', facts)
  }
  if (booking.status === 'CANCELLED' || nothingLeft(booking)) throw alreadyCancelled(facts)
}

function refuseUnlessHeld(booking: Booking, { seats, areas }: Places): void {
  if (new Set(seats).size !== seats.length) {
    throw new DomainError('invalid', 'duplicate_seat', 'a seat is named twice', { seats })
  }
  const known = new Map(booking.seats.map((seat) => [seat.seatNumber, seat]))
  refuseUnlessKnown(booking, { seats, areas }, known)
  const gone = seats.filter((seat) => known.get(seat)?.cancelled)
  if (gone.length > 0) throw alreadyCancelled({ seats: gone })
  for (const { area, quantity, cancelled } of booking.areas) {
    const asked = quantityIn(areas, area)
    if (asked > quantity - cancelled) throw alreadyCancelled({ area, left: quantity - cancelled })
  }
}

function refuseUnlessKnown(
  booking: Booking,
  { seats, areas }: Places,
  known: ReadonlyMap<SeatNumber, BookedSeat>,
): void {
  const quantities = new Map(booking.areas.map(({ area, quantity }) => [area, quantity]))
  const unknownSeats = seats.filter((seat) => !known.has(seat))
  const unknownAreas = Object.entries(areas)
    .filter(([area, asked]) => asked < 1 || asked > (quantities.get(area) ?? 0))
    .map(([area]) => area)
  if (unknownSeats.length + unknownAreas.length === 0) return
  throw new DomainError('invalid', 'unknown_places', 'these are not in the booking', {
    booking_id: booking.bookingId,
    seats: unknownSeats,
    areas: unknownAreas,
  })
}

function cancelPlaces(
  booking: Booking,
  { seats, areas }: Places,
): Pick<Booking, 'seats' | 'areas'> {
  const given = new Set(seats)
  return {
    seats: booking.seats.map((seat) =>
      given.has(seat.seatNumber) ? { ...seat, cancelled: true } : seat,
    ),
    areas: booking.areas.map((each) => ({
      ...each,
      cancelled: each.cancelled + quantityIn(areas, each.area),
    })),
  }
}

function priceOf(booking: Booking, { seats, areas }: Places): number {
  const given = new Set(seats)
  let sum = 0
  for (const seat of booking.seats) if (given.has(seat.seatNumber)) sum += seat.priceMinor
  for (const { area, priceMinor } of booking.areas) sum += priceMinor * quantityIn(areas, area)
  return sum
}

/** What has been captured and is not on its way back. */
function moneyLeft(booking: Booking): number {
  return booking.refunds.reduce((left, { amountMinor }) => left - amountMinor, booking.totalMinor)
}

/** I5: refunds never exceed the capture, whatever the prices of the seats say. */
function refuseBeyondCapture(booking: Booking, { amountMinor }: RefundIntent): void {
  if (amountMinor <= moneyLeft(booking)) return
  throw new DomainError('conflict', 'refund_exceeds_capture', 'more than was paid cannot go back', {
    booking_id: booking.bookingId,
    left_minor: moneyLeft(booking),
  })
}

function alreadyCancelled(facts: Record<string, unknown>): DomainError {
  return new DomainError('conflict', 'already_cancelled', 'this has been cancelled before', facts)
}
