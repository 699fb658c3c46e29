import {
  type BookingId,
  type BookingReference,
  decodeCursor,
  encodeCursor,
  type UserId,
} from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import type { BookingPorts } from './ports.ts'

export interface ListBookings {
  readonly userId: UserId
  /** Empty: all of the user's bookings. */
  readonly reference: string
  /** Empty: from the newest on. */
  readonly cursor: string
  /** Zero: the default. */
  readonly limit: number
}

export interface BookingPage {
  readonly bookings: readonly Booking[]
  /** Empty when there is nothing behind it. */
  readonly nextCursor: string
}

const LIMIT_DEFAULT = 50
const LIMIT_MAX = 200

/**
 * A user's bookings, newest first, or the one with this reference. Somebody else's reference finds
 * nothing.
 */
export async function listBookings(
  ports: Pick<BookingPorts, 'bookings'>,
  { userId, reference, cursor, limit }: ListBookings,
): Promise<BookingPage> {
  if (reference) return { bookings: await withReference(ports, userId, reference), nextCursor: '' }
  const size = Math.min(limit || LIMIT_DEFAULT, LIMIT_MAX)
  const after = cursor ? placeOf(cursor) : undefined
  const found = await ports.bookings.ofUser(userId, { after, limit: size + 1 })
  const bookings = found.slice(0, size)
  const last = bookings.at(-1)
  const more = found.length > size && last
  return { bookings, nextCursor: more ? encodeCursor([last.createdAtMs, last.bookingId]) : '' }
}

async function withReference(
  { bookings }: Pick<BookingPorts, 'bookings'>,
  userId: UserId,
  reference: string,
): Promise<readonly Booking[]> {
  const booking = await bookings.byReference(reference.trim().toUpperCase() as BookingReference)
  return booking?.userId === userId ? [booking] : []
}

function placeOf(cursor: string) {
  const [createdAtMs, bookingId] = decodeCursor(cursor, ['number', 'string'])
  return { createdAtMs: createdAtMs as number, bookingId: bookingId as BookingId }
}
