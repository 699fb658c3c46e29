import {
  type BookingId,
  DomainError,
  newBookingReference,
  newId,
  type OperationId,
  type ReservationId,
  type UserId,
} from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import { failureError } from '../domain/failure.ts'
import type { Reservation } from '../ports/inventory.ts'
import { type BookingPorts, dueAfterAttempt } from './ports.ts'
import { runBooking } from './run-booking.ts'

export interface CreateBooking {
  readonly userId: UserId
  readonly reservationId: ReservationId
  readonly provider: string
  readonly paymentToken: string
  /** Absent: not repeatable. */
  readonly operationId: OperationId | undefined
}

/** With 60 random bits even one collision is news; more than these is a broken generator. */
const REFERENCES_MAX = 5

/**
 * Pays for a reservation. Answers CONFIRMED, or PENDING when the provider has not decided in time:
 * recovery goes on. Throws what `failures` lists, and conflict / payment_in_progress or
 * already_booked for a reservation that is taken.
 */
export async function createBooking(ports: BookingPorts, command: CreateBooking): Promise<Booking> {
  const { reservationId, userId, operationId } = command
  const reservation = await ports.inventory.reservation(reservationId, userId)
  const operation = operationId ?? newId(ports, 'operation')
  const earlier = await earlierBooking(ports, reservation, operation)
  if (earlier) return answer(ports, await goOn(ports, earlier))
  const opened = await openBooking(ports, reservation, command, operation)
  const booking = opened.fresh
    ? await runBooking(ports, opened.booking.bookingId, opened.booking)
    : await goOn(ports, opened.booking)
  return answer(ports, booking)
}

/**
 * A repeat of an operation goes on with its booking; anybody else's claim to the reservation is an
 * error.
 */
async function earlierBooking(
  { bookings }: BookingPorts,
  reservation: Reservation,
  operation: OperationId,
): Promise<Booking | undefined> {
  if (reservation.status === 'ACTIVE') return undefined
  const { reservationId, bookingId, status } = reservation
  const last =
    (await bookings.lastOf(reservationId)) ??
    (bookingId ? await bookings.get(bookingId) : undefined)
  if (last?.operationId === operation) return last
  if (status === 'PAYING') throw taken('payment_in_progress', bookingId)
  if (status === 'CONFIRMED') throw taken('already_booked', bookingId)
  throw failureError('reservation_expired', { reservation_id: reservationId })
}

function goOn(ports: BookingPorts, booking: Booking): Promise<Booking> {
  return booking.step === 'rest' ? Promise.resolve(booking) : runBooking(ports, booking.bookingId)
}

interface Opened {
  readonly booking: Booking
  readonly fresh: boolean
}

async function openBooking(
  ports: BookingPorts,
  reservation: Reservation,
  command: CreateBooking,
  operation: OperationId,
): Promise<Opened> {
  for (let i = 0; i < REFERENCES_MAX; i++) {
    const booking = newBooking(ports, reservation, command, operation)
    const outcome = await ports.bookings.create(booking, dueAfterAttempt(ports))
    if (outcome.created) return { booking, fresh: true }
    switch (outcome.because) {
      case 'taken':
        if (outcome.by.operationId === operation) return { booking: outcome.by, fresh: false }
        throw takenBy(outcome.by)
      case 'event_cancelled':
        throw failureError('event_cancelled', { event_id: reservation.eventId })
      case 'reference_taken':
        break
    }
  }
  throw new DomainError('unavailable', 'no_reference', 'no free booking reference was found')
}

function newBooking(
  ports: BookingPorts,
  reservation: Reservation,
  { provider, paymentToken }: CreateBooking,
  operationId: OperationId,
): Booking {
  const { reservationId, eventId, userId, seats, areas, totalMinor, currency } = reservation
  return {
    bookingId: newId(ports, 'booking'),
    bookingReference: newBookingReference(ports.random),
    operationId,
    eventId,
    userId,
    reservationId,
    seats,
    areas,
    totalMinor,
    refundedMinor: 0,
    currency,
    status: 'PENDING',
    step: 'pay',
    paymentId: newId(ports, 'payment'),
    provider,
    paymentToken,
    paymentStatus: 'PENDING',
    declineCode: '',
    challengeUrl: '',
    reason: '',
    undoRefundId: '',
    refunds: [],
    createdAtMs: ports.clock.nowMs(),
    confirmedAtMs: 0,
    cancelledAtMs: 0,
    version: 1,
  }
}

function takenBy({ bookingId, status }: Booking): DomainError {
  return taken(status === 'PENDING' ? 'payment_in_progress' : 'already_booked', bookingId)
}

function taken(
  code: 'payment_in_progress' | 'already_booked',
  bookingId: BookingId | '',
): DomainError {
  const message =
    code === 'already_booked'
      ? 'this reservation has been booked'
      : 'another booking is paying for this reservation'
  return new DomainError('conflict', code, message, { booking_id: bookingId })
}

async function answer(ports: BookingPorts, booking: Booking): Promise<Booking> {
  if (booking.status !== 'FAILED') return booking
  throw failureError(booking.reason, await failureFacts(ports, booking))
}

/**
 * A declined buyer wants to know how long the seats are kept for another card; whoever named a
 * provider that there is not, which there are.
 */
async function failureFacts(
  { inventory, payments }: BookingPorts,
  { bookingId, reservationId, userId, reason, provider, declineCode }: Booking,
): Promise<Record<string, unknown>> {
  const facts = { booking_id: bookingId, reservation_id: reservationId }
  if (reason === 'payment_invalid') {
    return { ...facts, provider, providers: await payments.providers() }
  }
  if (reason !== 'payment_declined') return facts
  const { expiresAtMs } = await inventory.reservation(reservationId, userId)
  return { ...facts, decline_code: declineCode, expires_at: new Date(expiresAtMs).toISOString() }
}
