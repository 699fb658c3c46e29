import type { Check } from '../domain/check.ts'
import {
  type BookingPicture,
  type BookingSeen,
  judgeBooking,
  type Suspicion,
} from '../domain/judge-booking.ts'
import type { AuditorPorts } from './ports.ts'
import type { Verdict } from './verdict.ts'

/**
 * Reads a booking with its seats and its payment from the services that own them. What looks wrong
 * may not belong together; what looks right was so for each part, and whatever changes a booking
 * that is CONFIRMED has it looked at again.
 */
export async function lookAtBooking(ports: AuditorPorts, check: Check): Promise<Verdict> {
  const booking = await ports.records.booking(check.subject)
  if (!booking) return { suspicions: [unknownBooking(check)], isOpen: false }
  const picture = await pictureOf(ports, booking, check)
  const suspicions = judgeBooking(picture)
  const isMixed = suspicions.length > 0 && (await hasChanged(ports, booking))
  if (isMixed) return { suspicions: [], isOpen: true }
  return { suspicions, isOpen: booking.status === 'PENDING' }
}

/** True when it is no more what it was before the rest was read. */
async function hasChanged({ records }: AuditorPorts, booking: BookingSeen): Promise<boolean> {
  const now = await records.booking(booking.bookingId)
  return JSON.stringify(now) !== JSON.stringify(booking)
}

async function pictureOf(
  { records }: AuditorPorts,
  booking: BookingSeen,
  { isConfirmed }: Check,
): Promise<BookingPicture> {
  const { eventId, paymentId, seats } = booking
  const payment = paymentId === '' ? undefined : await records.payment(paymentId)
  const owners = await Promise.all(seats.map((seat) => records.seat(eventId, seat.seatNumber)))
  const known = owners.filter((owner) => owner !== undefined)
  return { booking, payment, owners: known, isConfirmed }
}

function unknownBooking({ subject, eventId, isConfirmed }: Check): Suspicion {
  const problem = isConfirmed ? 'lost_booking' : 'unbacked_seat'
  const evidence = { booking_id: subject, booking_status: null }
  return { problem, eventId, subject, evidence, graceMs: 0 }
}
