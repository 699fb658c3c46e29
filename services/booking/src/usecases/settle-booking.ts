import type { BookingId } from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import type { BookingPorts } from './ports.ts'
import { runBooking } from './run-booking.ts'

/**
 * Goes on with a booking after a hint that there is news. An attempt that was under way may have looked before the news
 * came, so it is waited for and, if it left something open, followed by another.
 */
export async function settleBooking(ports: BookingPorts, bookingId: BookingId): Promise<Booking> {
  const joined = ports.runs.has(bookingId)
  const booking = await runBooking(ports, bookingId)
  return joined && booking.step !== 'rest' ? runBooking(ports, bookingId) : booking
}
