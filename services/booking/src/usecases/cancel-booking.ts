import { type BookingId, DomainError, newId, type OperationId, type UserId } from '@usher/kernel'
import type { Booking, Places } from '../domain/booking.ts'
import { refuseReservedReason, withCancellation } from '../domain/cancellation.ts'
import { newlyCancelled } from '../domain/ticket.ts'
import { ownBooking } from './get-booking.ts'
import { type BookingPorts, dueAfterAttempt } from './ports.ts'
import { settleBooking } from './settle-booking.ts'

export interface CancelBooking extends Places {
  readonly bookingId: BookingId
  /** Empty: a service asks, for any owner. */
  readonly userId: UserId | ''
  readonly reason: string
  /** Absent: not repeatable. */
  readonly operationId: OperationId | undefined
}

/** So often a cancellation is decided anew because somebody else changed the booking meanwhile. */
const CONFLICTS_MAX = 10

/**
 * Cancels a booking, or the places named, and gives their money back. Answers the booking as it
 * then stands; when the provider has not answered, the refund is on record and recovery finishes
 * it. Throws what `withCancellation` throws, invalid / reserved_reason, not_found /
 * booking_not_found, forbidden / cancellation_closed and, for a buyer, conflict /
 * already_checked_in.
 */
export async function cancelBooking(ports: BookingPorts, command: CancelBooking): Promise<Booking> {
  refuseReservedReason(command.reason)
  const operationId = command.operationId ?? newId(ports, 'operation')
  const booking = await recordCancellation(ports, command, operationId)
  return booking.step === 'rest' ? booking : settleBooking(ports, booking.bookingId)
}

async function recordCancellation(
  ports: BookingPorts,
  { bookingId, userId, reason, seats, areas }: CancelBooking,
  operationId: OperationId,
): Promise<Booking> {
  for (let i = 0; i < CONFLICTS_MAX; i++) {
    const before = await ownBooking(ports, bookingId, userId)
    if (before.refunds.some((refund) => refund.operationId === operationId)) return before
    if (userId && !ports.limits.buyersMayCancel) throw cancellationClosed(bookingId)
    const after = withCancellation(before, {
      refundId: newId(ports, 'refund'),
      operationId,
      actor: userId || 'system',
      reason,
      nowMs: ports.clock.nowMs(),
      seats,
      areas,
    })
    const change = { before, after, dueAtMs: dueAfterAttempt(ports) }
    // Whoever came in has had what they paid for; an organizer may give the money back anyway.
    const notCheckedIn = userId ? newlyCancelled(before, after) : []
    if (await ports.bookings.update({ ...change, notCheckedIn })) return after
  }
  throw new DomainError('conflict', 'booking_busy', 'the booking keeps changing; try again', {
    booking_id: bookingId,
  })
}

function cancellationClosed(bookingId: BookingId): DomainError {
  return new DomainError('forbidden', 'cancellation_closed', 'only the organizer may cancel this', {
    booking_id: bookingId,
  })
}
