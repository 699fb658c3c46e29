import type { Attendee, Ticket } from '@usher/contracts'
import type { HttpApp } from '@usher/http'
import type { TSchema } from 'typebox'
import { type Listing, sendListing } from '../listing.ts'
import * as present from '../presenters/door.ts'
import * as schemas from '../schemas/door.ts'
import { EventPath } from '../schemas/events.ts'
import { usersById } from '../users-by-id.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation, refusals } from './operation.ts'

const tag = 'door'
const access = 'user'
const limit = 'reads'
const description =
  'For scanners, the organizer and administrators. JSON in pages (Link names the next one), or ' +
  'everything at once as CSV or NDJSON, streamed from the cursor on.'

/** What happened at the doors, and who may come in. */
export function addDoorLists(app: HttpApp, context: GatewayContext): void {
  const { gate, door } = context
  app.get(
    '/v1/events/:event_id/checkins',
    operation(gate, {
      tag,
      summary: 'Check-ins, in the order in which they happened',
      description,
      access,
      limit,
      described: { response: inEachFormat(schemas.CheckInPage) },
      schema: {
        params: EventPath,
        querystring: schemas.CheckInQuery,
        response: { 200: schemas.CheckInPage },
      },
    }),
    async (request, reply) => {
      const { event_id: eventId } = request.params
      await door.requireScanner(request, eventId)
      const listing = checkIns(context, { eventId, gate: request.query.gate ?? '' })
      await sendListing(context, { request, reply }, listing)
      return reply
    },
  )

  app.get(
    '/v1/events/:event_id/attendees',
    operation(gate, {
      tag,
      summary: 'Every ticket of the event, and whose it is',
      description,
      access,
      limit,
      described: { response: inEachFormat(schemas.AttendeePage) },
      schema: {
        params: EventPath,
        querystring: schemas.AttendeeQuery,
        response: { 200: schemas.AttendeePage },
      },
    }),
    async (request, reply) => {
      const { event_id: eventId } = request.params
      await door.requireScanner(request, eventId)
      await sendListing(context, { request, reply }, attendees(context, eventId))
      return reply
    },
  )
}

function checkIns(
  { tickets }: GatewayContext,
  wanted: { readonly eventId: number; readonly gate: string },
): Listing {
  return {
    name: `checkins-${wanted.eventId}`,
    columns: Object.keys(schemas.CheckIn.properties),
    async read(page, options) {
      const answer = await tickets.listCheckIns({ ...wanted, ...page }, options)
      return { items: answer.checkIns.map(present.checkIn), nextCursor: answer.nextCursor }
    },
  }
}

function attendees({ tickets, auth }: GatewayContext, eventId: number): Listing {
  return {
    name: `attendees-${eventId}`,
    columns: Object.keys(schemas.Attendee.properties),
    async read(page, options) {
      const answer = await tickets.listAttendees({ eventId, ...page }, options)
      const ids = answer.attendees.map(({ userId }) => userId)
      const users = await usersById(auth, ids, options)
      const items = answer.attendees
        .filter(hasTicket)
        .map((attendee) => present.attendee(attendee, users.get(attendee.userId)))
      return { items, nextCursor: answer.nextCursor }
    },
  }
}

function hasTicket(message: Attendee): message is Attendee & { readonly ticket: Ticket } {
  return message.ticket !== undefined
}

function inEachFormat(page: TSchema) {
  const text = { type: 'string' }
  return {
    200: {
      description: 'A page, or the file',
      content: {
        'application/json': { schema: page },
        'text/csv': { schema: text },
        'application/x-ndjson': { schema: text },
      },
    },
    ...refusals,
  }
}
