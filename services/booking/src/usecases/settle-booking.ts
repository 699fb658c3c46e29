import type { BookingId } from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import type { BookingPorts } from './ports.ts'
import { runBooking } from './run-booking.ts'

/**
 * Goes on with a booking after a hint that there is news; also with one that has FAILED, whose
 * money may have come against the provider's word and then goes back at once (B21, B34). An attempt
 * that was under way may have looked before the news came, so it is waited for and followed by
 * another.
 */
export async function settleBooking(ports: BookingPorts, bookingId: BookingId): Promise<Booking> {
  const joined = ports.runs.has(bookingId)
  const booking = await runBooking(ports, bookingId)
  const settled = booking.status === 'CONFIRMED' || booking.status === 'CANCELLED'
  return joined && !(settled && booking.step === 'rest') ? runBooking(ports, bookingId) : booking
}
