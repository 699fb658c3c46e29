import { type Booking, BookingStatus } from '@usher/contracts'
import type { HttpApp } from '@usher/http'
import { DomainError } from '@usher/kernel'
import { type Answer, requireKey } from '../idempotency.ts'
import { freshOperationId } from '../operation-id.ts'
import * as present from '../presenters/bookings.ts'
import { page } from '../presenters/page.ts'
import * as schemas from '../schemas/bookings.ts'
import * as headers from '../schemas/headers.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'bookings'
const limit = 'bookings'
const access = 'user'

/** Paying for what was reserved. */
export function addBookingRoutes(
  app: HttpApp,
  { booking, gate, idempotency }: GatewayContext,
): void {
  app.post(
    '/v1/bookings',
    operation(gate, {
      tag,
      summary: 'Pay for a reservation',
      description:
        'Needs an Idempotency-Key. 201: confirmed. 202: the provider has not decided; poll ' +
        'Location, or send the same request again. 402 payment_declined: the seats stay ' +
        'reserved; try another card with another key.',
      access,
      limit,
      described: headers.KeyRequired,
      schema: {
        body: schemas.NewBooking,
        response: { 201: schemas.Booking, 202: schemas.Booking },
      },
    }),
    (request, reply) => {
      requireKey(request)
      return idempotency.answer(request, reply, async (operationId) => {
        const { reservation_id: reservationId, payment } = request.body
        const { booking: made } = await booking.createBooking(
          {
            userId: request.caller.userId,
            reservationId,
            provider: payment.provider,
            paymentToken: payment.token,
            operationId,
          },
          request,
        )
        return bookingAnswer(found(made))
      })
    },
  )
}

/** What was bought. */
export function addBookingReads(app: HttpApp, { booking, gate }: GatewayContext): void {
  app.get(
    '/v1/bookings',
    operation(gate, {
      tag,
      summary: 'My bookings',
      access,
      limit: 'reads',
      schema: { querystring: schemas.BookingQuery, response: { 200: schemas.BookingPage } },
    }),
    async (request, reply) => {
      const { caller, query } = request
      const { reference = '', cursor = '', limit: pageSize = 0 } = query
      const { bookings, nextCursor } = await booking.listBookings(
        {
          userId: caller.userId,
          bookingReference: reference.toUpperCase(),
          cursor,
          limit: pageSize,
        },
        request,
      )
      return reply.send(page(bookings, nextCursor, present.booking))
    },
  )

  app.get(
    '/v1/bookings/:booking_id',
    operation(gate, {
      tag,
      summary: 'A booking of mine',
      access,
      limit: 'reads',
      schema: { params: schemas.BookingPath, response: { 200: schemas.Booking } },
    }),
    async (request, reply) => {
      const { caller, params } = request
      const { booking: mine } = await booking.getBooking(
        { bookingId: params.booking_id, userId: caller.userId },
        request,
      )
      return reply.send(present.booking(found(mine)))
    },
  )
}

/** Giving it back. */
export function addCancellationRoute(
  app: HttpApp,
  { booking, gate, idempotency, clock, random }: GatewayContext,
): void {
  app.post(
    '/v1/bookings/:booking_id/cancel',
    operation(gate, {
      tag,
      summary: 'Cancel a booking, or some of its seats, with a refund',
      access,
      limit,
      described: headers.KeyOptional,
      schema: {
        params: schemas.BookingPath,
        body: schemas.BookingCancellation,
        response: { 200: schemas.Booking },
      },
    }),
    (request, reply) =>
      idempotency.answer(request, reply, async (operationId) => {
        const { seats = [], areas = {}, reason = '' } = request.body ?? {}
        const { booking: cancelled } = await booking.cancelBooking(
          {
            bookingId: request.params.booking_id,
            userId: request.caller.userId,
            seats,
            areas,
            reason,
            operationId: operationId || freshOperationId({ clock, random }),
          },
          request,
        )
        return { status: 200, body: present.booking(found(cancelled)) }
      }),
  )
}

const RETRY_AFTER_SECONDS = '1'

function bookingAnswer(made: Booking): Answer {
  if (made.status === BookingStatus.FAILED) {
    throw new DomainError('conflict', 'booking_failed', made.reason || 'the booking failed', {
      booking_id: made.bookingId,
    })
  }
  const location = `/v1/bookings/${made.bookingId}`
  const body = present.booking(made)
  if (made.status !== BookingStatus.PENDING) return { status: 201, body, headers: { location } }
  return { status: 202, body, headers: { location, 'retry-after': RETRY_AFTER_SECONDS } }
}
