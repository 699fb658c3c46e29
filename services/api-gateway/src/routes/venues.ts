import type { HttpApp } from '@usher/http'
import * as present from '../presenters/events.ts'
import { externalOperationId } from '../operation-id.ts'
import { page } from '../presenters/page.ts'
import * as schemas from '../schemas/events.ts'
import * as headers from '../schemas/headers.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'organizers'

/** Where it takes place. */
export function addVenueRoutes(app: HttpApp, { events, gate, idempotency }: GatewayContext): void {
  app.post(
    '/v1/venues',
    operation(gate, {
      tag,
      summary: 'Add a venue',
      access: 'organizer',
      limit: 'organizer',
      described: headers.KeyOptional,
      schema: { body: schemas.NewVenue, response: { 201: schemas.Venue } },
    }),
    (request, reply) =>
      idempotency.answer(request, reply, async (operationId) => {
        const {
          venue_name: venueName,
          time_zone: timeZone,
          city,
          country,
          address = '',
          location,
          external_id: externalId,
        } = request.body
        const { userId } = request.caller
        const named = externalId ? externalOperationId(userId, externalId) : operationId
        const place = { city, country, address, ...(location && { location }) }
        const { venue } = await events.createVenue(
          { userId, venueName, timeZone, ...place, operationId: named },
          request,
        )
        const body = present.venue(found(venue))
        return { status: 201, body, headers: { location: `/v1/venues/${body.venue_id}` } }
      }),
  )
}

/** What an organizer has, and where an event is. */
export function addVenueReads(app: HttpApp, { events, gate }: GatewayContext): void {
  app.get(
    '/v1/venues',
    operation(gate, {
      tag,
      summary: 'My venues',
      access: 'organizer',
      limit: 'reads',
      schema: { querystring: schemas.VenueQuery, response: { 200: schemas.VenuePage } },
    }),
    async (request, reply) => {
      const { caller, query } = request
      const { cursor = '', limit = 0 } = query
      const { venues, nextCursor } = await events.listVenues(
        { userId: caller.userId, cursor, limit },
        request,
      )
      return reply.send(page(venues, nextCursor, present.venue))
    },
  )

  app.get(
    '/v1/venues/:venue_id',
    operation(gate, {
      tag,
      summary: 'A venue',
      access: 'public',
      limit: 'reads',
      schema: { params: schemas.VenuePath, response: { 200: schemas.Venue } },
    }),
    async (request, reply) => {
      const { venue } = await events.getVenue({ venueId: request.params.venue_id }, request)
      return reply.send(present.venue(found(venue)))
    },
  )
}
