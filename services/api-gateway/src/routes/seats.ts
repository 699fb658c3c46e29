import { SeatStatus } from '@usher/contracts'
import type { HttpApp } from '@usher/http'
import { page } from '../presenters/page.ts'
import * as present from '../presenters/seats.ts'
import { EventPath } from '../schemas/events.ts'
import * as schemas from '../schemas/seats.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'seats'

/** Seats as the specification's items. */
export function addSeatRoutes(app: HttpApp, { inventory, gate, ownership }: GatewayContext): void {
  app.get(
    '/v1/events/:event_id/seats',
    operation(gate, {
      tag,
      summary: 'Seats of an event',
      description: 'For a whole hall ask for its availability: it is one answer.',
      access: 'optional',
      limit: 'reads',
      schema: {
        params: EventPath,
        querystring: schemas.SeatQuery,
        response: { 200: schemas.SeatPage },
      },
    }),
    async (request, reply) => {
      const { caller, params, query } = request
      const { event_id: eventId } = params
      const { status, section = '', cursor = '', limit = 0 } = query
      await ownership.requireVisible(request, eventId)
      const { seats, nextCursor } = await inventory.listSeats(
        { eventId, status: SeatStatus[status ?? 'UNSPECIFIED'], section, cursor, limit },
        request,
      )
      const viewer = {
        userId: caller.userId,
        seesBuyers: await ownership.isOwner(request, eventId),
      }
      return reply.send(page(seats, nextCursor, (seat) => present.seat(seat, viewer)))
    },
  )

  app.get(
    '/v1/events/:event_id/seats/:seat_number',
    operation(gate, {
      tag,
      summary: 'A seat',
      access: 'optional',
      limit: 'reads',
      schema: { params: schemas.SeatPath, response: { 200: schemas.Seat } },
    }),
    async (request, reply) => {
      const { caller, params } = request
      const { event_id: eventId, seat_number: seatNumber } = params
      await ownership.requireVisible(request, eventId)
      const { seat } = await inventory.getSeat({ eventId, seatNumber }, request)
      const viewer = {
        userId: caller.userId,
        seesBuyers: await ownership.isOwner(request, eventId),
      }
      return reply.send(present.seat(found(seat), viewer))
    },
  )
}

const changes = [
  ['block', 'Take seats off sale'],
  ['unblock', 'Put seats back on sale'],
] as const

/** Taking seats off sale and putting them back. */
export function addBlockingRoutes(app: HttpApp, context: GatewayContext): void {
  const { inventory, gate, ownership } = context
  const schema = {
    params: EventPath,
    body: schemas.SeatsToBlock,
    response: { 200: schemas.SeatsChanged },
  }
  for (const [verb, summary] of changes) {
    app.post(
      `/v1/events/:event_id/seats/${verb}`,
      operation(gate, { tag, summary, access: 'organizer', limit: 'organizer', schema }),
      async (request, reply) => {
        const { caller, params, body } = request
        const { event_id: eventId } = params
        await ownership.requireOwner(request, eventId)
        const { seats, reason = '' } = body
        const { changed } = await inventory[`${verb}Seats`](
          { eventId, seats, reason, userId: caller.userId },
          request,
        )
        return reply.send({ changed })
      },
    )
  }
}
