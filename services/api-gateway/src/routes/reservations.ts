import { invalidRequest, type HttpApp } from '@usher/http'
import type { FastifyRequest } from 'fastify'
import type { Reservation } from '@usher/contracts'
import type { Answer } from '../idempotency.ts'
import { page } from '../presenters/page.ts'
import * as present from '../presenters/reservations.ts'
import * as schemas from '../schemas/reservations.ts'
import { type Body, NoBody } from '../schemas/types.ts'
import * as headers from '../schemas/headers.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'reservations'
const limit = 'reservations'
const access = 'user'

/** Claiming seats for a while. */
export function addReservationRoutes(app: HttpApp, context: GatewayContext): void {
  const { inventory, gate, idempotency } = context
  app.post(
    '/v1/reservations',
    operation(gate, {
      tag,
      summary: 'Reserve seats',
      description:
        'All or nothing. 409 seat_unavailable lists each seat that was not to be had, and why.',
      access,
      limit,
      described: headers.KeyOptional,
      schema: { body: schemas.NewReservation, response: { 201: schemas.Reservation } },
    }),
    (request, reply) =>
      idempotency.answer(request, reply, async (operationId) => {
        const { event_id: eventId } = request.body
        const { userId } = request.caller
        const { reservation } = await inventory.reserveSeats(
          { userId, eventId, operationId, ...wishOf(request.body) },
          request,
        )
        const body = present.reservation(found(reservation))
        return {
          status: 201,
          body,
          headers: { location: `/v1/reservations/${body.reservation_id}` },
        }
      }),
  )

  app.get(
    '/v1/reservations',
    operation(gate, {
      tag,
      summary: 'My reservations',
      access,
      limit: 'reads',
      schema: { querystring: schemas.ReservationQuery, response: { 200: schemas.ReservationPage } },
    }),
    async (request, reply) => {
      const { caller, query } = request
      const { cursor = '', limit: pageSize = 0 } = query
      const { userId } = caller
      const { reservations, nextCursor } = await inventory.listReservations(
        { userId, cursor, limit: pageSize },
        request,
      )
      return reply.send(page(reservations, nextCursor, present.reservation))
    },
  )

  app.get(
    '/v1/reservations/:reservation_id',
    operation(gate, {
      tag,
      summary: 'A reservation of mine',
      access,
      limit: 'reads',
      schema: { params: schemas.ReservationPath, response: { 200: schemas.Reservation } },
    }),
    async (request, reply) => {
      const { reservation } = await inventory.getReservation(named(request), request)
      return reply.send(present.reservation(found(reservation)))
    },
  )
}

/** Changing one's mind. */
export function addReservationChangeRoutes(app: HttpApp, context: GatewayContext): void {
  const { inventory, gate, idempotency } = context
  app.delete(
    '/v1/reservations/:reservation_id',
    operation(gate, {
      tag,
      summary: 'Give reserved seats back',
      access,
      limit,
      schema: { params: schemas.ReservationPath, response: { 200: schemas.Reservation } },
    }),
    async (request, reply) => {
      const { reservation } = await inventory.releaseReservation(named(request), request)
      return reply.send(present.reservation(found(reservation)))
    },
  )

  app.post(
    '/v1/reservations/:reservation_id/extend',
    operation(gate, {
      tag,
      summary: 'Ask for more time',
      access,
      limit,
      described: headers.KeyOptional,
      schema: {
        params: schemas.ReservationPath,
        body: NoBody,
        response: { 200: schemas.Reservation },
      },
    }),
    (request, reply) =>
      idempotency.answer(request, reply, async (operationId) => {
        const { reservation } = await inventory.extendReservation(
          { ...named(request), operationId },
          request,
        )
        return changed(reservation)
      }),
  )

  app.post(
    '/v1/reservations/:reservation_id/swap',
    operation(gate, {
      tag,
      summary: 'Exchange seats for others, all or nothing',
      access,
      limit,
      described: headers.KeyOptional,
      schema: {
        params: schemas.ReservationPath,
        body: schemas.Swap,
        response: { 200: schemas.Reservation },
      },
    }),
    (request, reply) =>
      idempotency.answer(request, reply, async (operationId) => {
        const { release, take } = request.body
        const { reservation } = await inventory.swapSeats(
          { ...named(request), release, take, operationId },
          request,
        )
        return changed(reservation)
      }),
  )
}

function changed(reservation: Reservation | undefined): Answer {
  return { status: 200, body: present.reservation(found(reservation)) }
}

/** Somebody else's reservation is not found: the service looks for both. */
function named({
  params,
  caller,
}: Pick<FastifyRequest, 'caller'> & { params: { reservation_id: string } }) {
  return { reservationId: params.reservation_id, userId: caller.userId }
}

/** What the buyer asks for: named seats, the best there are, or places of areas. */
function wishOf({ seats, best_available: best, areas }: Body<typeof schemas.NewReservation>) {
  const wishes = [seats, best, areas].filter((wish) => wish !== undefined)
  if (wishes.length !== 1) {
    const detail = 'must have exactly one of seats, best_available and areas'
    throw invalidRequest([{ in: 'body', pointer: '#', detail }])
  }
  if (seats) return { seats }
  if (areas) return { areas }
  return best ? { bestAvailable: best } : {}
}
