import { type Event, type EventDetails, EventStatus } from '@usher/contracts'
import type { HttpApp } from '@usher/http'
import type { FastifyReply } from 'fastify'
import { requireUser } from '../access.ts'
import { etagOf, etagOfText, expectedVersion, isUnchanged, sendNothing } from '../etag.ts'
import * as present from '../presenters/events.ts'
import { externalOperationId } from '../operation-id.ts'
import { page } from '../presenters/page.ts'
import { milliseconds } from '../presenters/values.ts'
import * as schemas from '../schemas/events.ts'
import type { Body } from '../schemas/types.ts'
import { NoBody } from '../schemas/types.ts'
import * as headers from '../schemas/headers.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'events'

/** What is on: everybody reads. */
export function addEventRoutes(app: HttpApp, { events, gate, ownership }: GatewayContext): void {
  app.get(
    '/v1/events',
    operation(gate, {
      tag,
      summary: 'What is on',
      description:
        'By date, what comes next first. Without status: what is still to come; events that are ' +
        'PAST or CANCELLED are found by their status. With mine: all of my own.',
      access: 'optional',
      limit: 'reads',
      described: headers.IfNoneMatch,
      schema: { querystring: schemas.EventQuery, response: { 200: schemas.EventPage } },
    }),
    async (request, reply) => {
      const { status, city = '', category = '', mine, cursor = '', limit = 0 } = request.query
      const { events: listed, nextCursor } = await events.listEvents(
        {
          status: EventStatus[status ?? 'UNSPECIFIED'],
          city,
          category,
          cursor,
          limit,
          ownerUserId: mine ? requireUser(request.caller) : '',
        },
        request,
      )
      const text = reply.serialize(page(listed, nextCursor, present.event)) as string
      if (isUnchanged(request, reply, etagOfText(text))) return sendNothing(reply)
      return reply.type('application/json; charset=utf-8').send(text as never)
    },
  )

  app.get(
    '/v1/events/:event_id',
    operation(gate, {
      tag,
      summary: 'An event',
      access: 'optional',
      limit: 'reads',
      described: headers.IfNoneMatch,
      schema: { params: schemas.EventPath, response: { 200: schemas.Event } },
    }),
    async (request, reply) => {
      const event = await ownership.visibleEvent(request, request.params.event_id)
      if (isUnchanged(request, reply, eventEtag(event))) return sendNothing(reply)
      return reply.send(present.event(event))
    },
  )
}

/** What is on: its organizer writes. */
export function addEventChangeRoutes(app: HttpApp, context: GatewayContext): void {
  const { events, gate, idempotency, ownership } = context
  app.post(
    '/v1/events',
    operation(gate, {
      tag,
      summary: 'Create an event, as a draft',
      access: 'organizer',
      limit: 'organizer',
      described: headers.KeyOptional,
      schema: { body: schemas.NewEvent, response: { 201: schemas.Event } },
    }),
    (request, reply) =>
      idempotency.answer(request, reply, async (operationId) => {
        const { venue_id: venueId, external_id: externalId, ...details } = request.body
        const { userId } = request.caller
        const named = externalId ? externalOperationId(userId, externalId) : operationId
        const { event } = await events.createEvent(
          { userId, venueId, details: detailsOf(details), operationId: named },
          request,
        )
        const created = found(event)
        const headers = { location: `/v1/events/${created.eventId}`, etag: eventEtag(created) }
        return { status: 201, body: present.event(created), headers }
      }),
  )

  app.patch(
    '/v1/events/:event_id',
    operation(gate, {
      tag,
      summary: 'Change an event',
      description:
        'With If-Match: only if nobody has changed it since; otherwise 412 stale_version.',
      access: 'organizer',
      limit: 'organizer',
      described: headers.IfMatch,
      schema: {
        params: schemas.EventPath,
        body: schemas.EventChanges,
        response: { 200: schemas.Event },
      },
    }),
    async (request, reply) => {
      const { caller, params, body } = request
      await ownership.requireOwner(request, params.event_id)
      const { event } = await events.updateEvent(
        {
          userId: caller.userId,
          eventId: params.event_id,
          details: detailsOf(body),
          expectedVersion: expectedVersion(request),
        },
        request,
      )
      return sendEvent(reply, found(event))
    },
  )
}

/** The two great moments of an event. */
export function addEventStateRoutes(app: HttpApp, context: GatewayContext): void {
  const { events, gate, ownership } = context
  app.post(
    '/v1/events/:event_id/publish',
    operation(gate, {
      tag,
      summary: 'Publish a draft',
      description: 'It goes on sale by itself at sale_start_time.',
      access: 'organizer',
      limit: 'organizer',
      schema: { params: schemas.EventPath, body: NoBody, response: { 200: schemas.Event } },
    }),
    async (request, reply) => {
      const { caller, params } = request
      await ownership.requireOwner(request, params.event_id)
      const { event } = await events.publishEvent(
        { userId: caller.userId, eventId: params.event_id },
        request,
      )
      return sendEvent(reply, found(event))
    },
  )

  app.post(
    '/v1/events/:event_id/cancel',
    operation(gate, {
      tag,
      summary: 'Cancel an event and refund every booking',
      access: 'organizer',
      limit: 'organizer',
      schema: {
        params: schemas.EventPath,
        body: schemas.Cancellation,
        response: { 200: schemas.Event },
      },
    }),
    async (request, reply) => {
      const { caller, params, body } = request
      await ownership.requireOwner(request, params.event_id)
      const { event } = await events.cancelEvent(
        { userId: caller.userId, eventId: params.event_id, reason: body?.reason ?? '' },
        request,
      )
      return sendEvent(reply, found(event))
    },
  )
}

function sendEvent(reply: FastifyReply, event: Event): FastifyReply {
  return reply.header('etag', eventEtag(event)).send(present.event(event))
}

/** The version comes first, for If-Match; the rest changes without it. */
function eventEtag({ version, availableSeats, totalSeats, status }: Event): string {
  return etagOf(version, status, availableSeats, totalSeats)
}

type Details = {
  -readonly [Field in keyof Omit<EventDetails, '$typeName' | '$unknown'>]: EventDetails[Field]
}

function detailsOf(body: Body<typeof schemas.EventChanges>): Partial<Details> {
  const times = timesOf(body)
  const renamed = {
    eventName: body.event_name,
    description: body.description,
    category: body.category,
    imageUrl: body.image_url,
    timeZone: body.time_zone,
    currency: body.currency,
    maxSeatsPerBuyer: body.max_seats_per_buyer,
    reservationMinutes: body.reservation_minutes,
    orphanRule: body.orphan_rule,
    language: body.language,
    ...times,
  }
  const given = Object.entries(renamed).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given)
}

function timesOf(body: Body<typeof schemas.EventChanges>) {
  const { event_date: date, end_date: endDate, sale_start_time: start, sale_end_time: end } = body
  return {
    // Zero is how an update says that nobody knows.
    endDateMs: endDate === null ? 0n : endDate === undefined ? undefined : milliseconds(endDate),
    eventDateMs: date === undefined ? undefined : milliseconds(date),
    saleStartTimeMs: start === undefined ? undefined : milliseconds(start),
    saleEndTimeMs: end === undefined ? undefined : milliseconds(end),
  }
}
