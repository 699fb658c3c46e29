import { type BookingId, newId } from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import { undone } from '../domain/progress.ts'
import { type BookingPorts, dueAfterAttempt } from './ports.ts'
import { runBooking } from './run-booking.ts'

/**
 * Goes on with a booking after a hint that there is news. An attempt that was under way may have
 * looked before the news came, so it is waited for and, if it left something open, followed by
 * another.
 */
export async function settleBooking(ports: BookingPorts, bookingId: BookingId): Promise<Booking> {
  const joined = ports.runs.has(bookingId)
  const booking = await runBooking(ports, bookingId)
  if (booking.status === 'FAILED' && booking.step === 'rest') return undoLateMoney(ports, booking)
  return joined && booking.step !== 'rest' ? runBooking(ports, bookingId) : booking
}

/**
 * Money that came to a booking after it had FAILED, against the provider's word, goes back at once
 * (B21, B34).
 */
async function undoLateMoney(ports: BookingPorts, before: Booking): Promise<Booking> {
  const { bookingId, reason, refundedMinor, totalMinor, paymentId } = before
  if (totalMinor === 0 || refundedMinor > 0) return before
  const { payment } = await ports.payments.look(paymentId)
  if (payment !== 'AUTHORIZED' && payment !== 'CAPTURED') return before
  const after = undone(before, { reason, refundId: newId(ports, 'refund') })
  await ports.bookings.update({ before, after, dueAtMs: dueAfterAttempt(ports) })
  return runBooking(ports, bookingId)
}
