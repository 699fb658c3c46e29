import { type BookingId, DomainError, type UserId } from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import type { BookingPorts } from './ports.ts'

/**
 * A user's booking. Throws not_found / booking_not_found for somebody else's too; an empty `userId`
 * may see all.
 */
export async function ownBooking(
  { bookings }: Pick<BookingPorts, 'bookings'>,
  bookingId: BookingId,
  userId: UserId | '',
): Promise<Booking> {
  const booking = await bookings.get(bookingId)
  if (booking && (userId === '' || booking.userId === userId)) return booking
  throw new DomainError('not_found', 'booking_not_found', 'no such booking', {
    booking_id: bookingId,
  })
}
