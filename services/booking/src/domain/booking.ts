import type {
  BookingId,
  BookingReference,
  Currency,
  EventId,
  OperationId,
  PaymentId,
  RefundId,
  ReservationId,
  SeatNumber,
  UserId,
} from '@usher/kernel'

// PENDING -> CONFIRMED (paid and booked) or FAILED (with proof that no money is kept).
// CONFIRMED -> CANCELLED (nothing of it is left and its money has gone back).

export const bookingStatuses = ['PENDING', 'CONFIRMED', 'CANCELLED', 'FAILED'] as const
export type BookingStatus = (typeof bookingStatuses)[number]

/** What the buyer is told of the money. */
export type PaymentStatus =
  | 'PENDING'
  | 'CHALLENGE'
  | 'SUCCESS'
  | 'DECLINED'
  | 'VOIDED'
  | 'REFUNDED'
  | 'PARTIALLY_REFUNDED'

/**
 * The direction in which a booking is to be taken, which is all that recovery cannot find out by
 * asking inventory and payment. `pay`: towards CONFIRMED. `undo`: money back, seats back, FAILED.
 * `refund`: finish the refunds on record. `rest`: nothing is open.
 */
export type RecordedStep = 'pay' | 'undo' | 'refund' | 'rest'

export interface BookedSeat {
  readonly seatNumber: SeatNumber
  readonly section: string
  readonly rowNumber: string
  readonly category: string
  readonly priceMinor: number
  readonly cancelled: boolean
}

export interface BookedPlaces {
  readonly area: string
  readonly quantity: number
  readonly category: string
  /** Of one place. */
  readonly priceMinor: number
  /** How many of `quantity` have been cancelled. */
  readonly cancelled: number
}

/** Seats and area places, as buyers name them. */
export interface Places {
  readonly seats: readonly SeatNumber[]
  readonly areas: Readonly<Record<string, number>>
}

/**
 * A cancellation that has been decided: on record before seats or money move, so that it can be
 * finished.
 */
export interface RefundIntent extends Places {
  readonly refundId: RefundId
  readonly operationId: OperationId
  readonly amountMinor: number
  /** A user id, or `system`. */
  readonly actor: string
  readonly reason: string
  readonly recordedAtMs: number
  readonly done: boolean
}

export interface Booking {
  readonly bookingId: BookingId
  readonly bookingReference: BookingReference
  readonly operationId: OperationId
  readonly eventId: EventId
  readonly userId: UserId
  readonly reservationId: ReservationId
  readonly seats: readonly BookedSeat[]
  readonly areas: readonly BookedPlaces[]
  readonly totalMinor: number
  readonly refundedMinor: number
  readonly currency: Currency
  readonly status: BookingStatus
  readonly step: RecordedStep
  readonly paymentId: PaymentId
  readonly provider: string
  /**
   * The provider's one-time token, kept to ask again after a crash; empty as soon as the payment is
   * decided.
   */
  readonly paymentToken: string
  readonly paymentStatus: PaymentStatus
  readonly declineCode: string
  readonly challengeUrl: string
  /** Why it failed, is being undone or was cancelled; empty otherwise. */
  readonly reason: string
  /**
   * Names the refund of money that came for nothing; drawn when `undo` is recorded, empty before.
   */
  readonly undoRefundId: RefundId | ''
  readonly refunds: readonly RefundIntent[]
  readonly createdAtMs: number
  readonly confirmedAtMs: number
  readonly cancelledAtMs: number
  /** One more with every change; a change names the version it saw. */
  readonly version: number
}

/** True when no seat and no place of it is left. */
export function nothingLeft({ seats, areas }: Pick<Booking, 'seats' | 'areas'>): boolean {
  return (
    seats.every((seat) => seat.cancelled) && areas.every((area) => area.cancelled === area.quantity)
  )
}

/** The seats and places that have not been cancelled. */
export function placesLeft({ seats, areas }: Pick<Booking, 'seats' | 'areas'>): Places {
  const left: Record<string, number> = {}
  for (const { area, quantity, cancelled } of areas) {
    if (quantity > cancelled) left[area] = quantity - cancelled
  }
  return {
    seats: seats.filter((seat) => !seat.cancelled).map((seat) => seat.seatNumber),
    areas: left,
  }
}

/**
 * How many places of `area` are named; area names are user input, so inherited keys do not count.
 */
export function quantityIn(areas: Places['areas'], area: string): number {
  return Object.hasOwn(areas, area) ? (areas[area] ?? 0) : 0
}

/** The oldest refund that has not been finished. */
export function openRefund(booking: Booking): RefundIntent | undefined {
  return booking.refunds.find((refund) => !refund.done)
}

export function changed(before: Booking, parts: Partial<Booking>): Booking {
  return { ...before, ...parts, version: before.version + 1 }
}
