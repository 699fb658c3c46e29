import { type BookingId, DomainError, isDomainError } from '@usher/kernel'
import { type Booking, openRefund } from '../domain/booking.ts'
import {
  type BookingFacts,
  freshFacts,
  learn,
  owesNothing,
  seenAnew,
  type Progress,
  type ReservationFact,
} from '../domain/facts.ts'
import { nextStep } from '../domain/next-step.ts'
import { waiting } from '../domain/progress.ts'
import { retryDelayMs } from '../domain/retry-delay.ts'
import type { Reservation } from '../ports/inventory.ts'
import type { Attempt } from './booking-runs.ts'
import type { BookingPorts } from './ports.ts'
import { isSameSale, takeStep } from './take-step.ts'

/**
 * More than any path through the steps; a booking that needs more goes round in circles and waits
 * instead.
 */
const STEPS_MAX = 40

/**
 * Moves a booking on until it rests or has to wait, and answers as it stands then; joins whoever is
 * doing so already. A booking that was stored just now is passed as `fresh`: nobody has to be asked
 * where it stands.
 */
export async function runBooking(
  ports: BookingPorts,
  bookingId: BookingId,
  fresh?: Booking,
): Promise<Booking> {
  const work = (attempt: Attempt) => attemptBooking(ports, attempt, bookingId, fresh)
  return (await ports.runs.run(bookingId, work)) ?? (await storedBooking(ports, bookingId))
}

/** The booking as it is stored. Throws not_found / booking_not_found. */
async function storedBooking(
  { bookings }: Pick<BookingPorts, 'bookings'>,
  bookingId: BookingId,
): Promise<Booking> {
  const booking = await bookings.get(bookingId)
  if (booking) return booking
  throw new DomainError('not_found', 'booking_not_found', 'no such booking', {
    booking_id: bookingId,
  })
}

async function attemptBooking(
  ports: BookingPorts,
  attempt: Attempt,
  bookingId: BookingId,
  fresh: Booking | undefined,
): Promise<Booking | undefined> {
  try {
    const start = fresh ? { booking: fresh, facts: freshFacts(fresh) } : undefined
    const progress = start ?? (await look(ports, await storedBooking(ports, bookingId)))
    return await walk(ports, attempt, progress)
  } catch (error) {
    if (isDomainError(error, 'booking_not_found')) throw error
    ports.telemetry.stepFailed(bookingId, error)
    if (!attempt.over) await postponeFailed(ports, bookingId)
    return undefined
  }
}

async function walk(
  ports: BookingPorts,
  attempt: Attempt,
  start: Progress,
): Promise<Booking | undefined> {
  let progress = start
  for (let steps = 0; steps < STEPS_MAX && !attempt.over; steps++) {
    const { challengeMs, processingMs } = ports.limits
    const patience = { nowMs: ports.clock.nowMs(), challengeMs, processingMs }
    const step = nextStep(progress, patience)
    if (step.take === 'rest') return progress.booking
    const next = step.take === 'wait' ? progress : await takeStep(ports, progress, step)
    if (next === progress) break
    progress = next
  }
  return attempt.over ? undefined : pause(ports, progress)
}

/**
 * Finds out where a booking stands that somebody else, or a process that has ended, may have moved.
 */
async function look(ports: BookingPorts, booking: Booking): Promise<Progress> {
  const unknown = { booking, facts: freshFacts(booking) }
  if (booking.status !== 'PENDING' && booking.status !== 'FAILED') return unknown
  const [reservation, view] = await Promise.all([
    ports.inventory.reservation(booking.reservationId, ''),
    owesNothing(booking) ? undefined : ports.payments.look(booking.paymentId),
  ])
  const { facts } = learn(unknown, { ...view, ...reservationFacts(booking, reservation) })
  return seenAnew(booking, facts)
}

function reservationFacts(booking: Booking, reservation: Reservation): Partial<BookingFacts> {
  const same = isSameSale(booking, reservation)
  return {
    reservation: reservationFact(booking, reservation),
    refusal: same ? undefined : 'reservation_changed',
  }
}

function reservationFact(booking: Booking, reservation: Reservation): ReservationFact {
  const mine = reservation.bookingId === booking.bookingId
  switch (reservation.status) {
    case 'ACTIVE':
      return 'ACTIVE'
    case 'PAYING':
      return mine ? 'PAYING' : 'GONE'
    case 'CONFIRMED':
      return mine ? 'BOOKED' : 'GONE'
    case 'EXPIRED':
    case 'RELEASED':
      return 'GONE'
  }
}

/** Keeps what the buyer may see of the wait, and when to come back. */
async function pause(ports: BookingPorts, { booking, facts }: Progress): Promise<Booking> {
  const dueAtMs = nextTryMs(ports, booking)
  const after = waiting(booking, facts)
  if (after !== booking && (await ports.bookings.update({ before: booking, after, dueAtMs }))) {
    return after
  }
  await ports.bookings.postpone(booking.bookingId, dueAtMs)
  return booking
}

/** The store may be what failed; the booking is due soon in any case. */
async function postponeFailed(ports: BookingPorts, bookingId: BookingId): Promise<void> {
  try {
    const booking = await ports.bookings.get(bookingId)
    if (booking) await ports.bookings.postpone(bookingId, nextTryMs(ports, booking))
  } catch (error) {
    ports.telemetry.stepFailed(bookingId, error)
  }
}

function nextTryMs({ clock, random, limits, telemetry }: BookingPorts, booking: Booking): number {
  const nowMs = clock.nowMs()
  const ageMs = nowMs - (openRefund(booking)?.recordedAtMs ?? booking.createdAtMs)
  if (ageMs > limits.stuckMs) telemetry.bookingStuck(booking, ageMs)
  return nowMs + retryDelayMs(ageMs, random.fraction())
}
