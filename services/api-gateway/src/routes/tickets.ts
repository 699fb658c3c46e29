import type { AuthService, TicketService } from '@usher/contracts'
import type { HttpApp } from '@usher/http'
import { isDomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { FastifyRequest } from 'fastify'
import { sendFile } from '../file-answer.ts'
import { preferredLanguage } from '../language.ts'
import { page } from '../presenters/page.ts'
import * as present from '../presenters/tickets.ts'
import { BookingPath } from '../schemas/bookings.ts'
import { AcceptLanguage, Bytes } from '../schemas/headers.ts'
import { TicketPage } from '../schemas/tickets.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation, refusals } from './operation.ts'

const tag = 'bookings'
const access = 'user'
const limit = 'reads'

/** What a booking gives its buyer. */
export function addTicketRoutes(app: HttpApp, context: GatewayContext): void {
  const { tickets, gate } = context
  app.get(
    '/v1/bookings/:booking_id/tickets',
    operation(gate, {
      tag,
      summary: 'The tickets of a booking of mine',
      description: 'One a seat or place. 409 booking_not_confirmed before it is paid.',
      access,
      limit,
      schema: { params: BookingPath, response: { 200: TicketPage } },
    }),
    async (request, reply) => {
      const { caller, params } = request
      const mine = await tickets.getTickets(
        { bookingId: params.booking_id, userId: caller.userId },
        request,
      )
      reply.header('cache-control', 'private, no-store')
      return reply.send(page(mine.tickets, '', present.ticket))
    },
  )
  for (const file of files) addFileRoute(app, context, file)
}

interface TicketFile {
  readonly path: string
  readonly summary: string
  readonly contentType: string
  nameOf(bookingId: string): string
  render(
    client: Client<typeof TicketService>,
    wanted: { bookingId: string; userId: string; language: string },
    request: FastifyRequest,
  ): Promise<Uint8Array>
}

const files: readonly TicketFile[] = [
  {
    path: 'tickets.pdf',
    summary: 'The valid tickets of a booking of mine, to print',
    contentType: 'application/pdf',
    nameOf: (bookingId) => `tickets-${bookingId}.pdf`,
    render: async (client, wanted, request) => (await client.renderTickets(wanted, request)).pdf,
  },
  {
    path: 'calendar.ics',
    summary: 'The event of a booking of mine, for a calendar',
    contentType: 'text/calendar; charset=utf-8',
    nameOf: (bookingId) => `${bookingId}.ics`,
    render: async (client, wanted, request) =>
      (await client.renderCalendar(wanted, request)).calendar,
  },
]

function addFileRoute(app: HttpApp, { auth, gate, tickets }: GatewayContext, file: TicketFile) {
  const { path, summary, contentType } = file
  const [mediaType = ''] = contentType.split(';')
  const content = { [mediaType]: { schema: Bytes } }
  app.get(
    `/v1/bookings/:booking_id/${path}`,
    operation(gate, {
      tag,
      summary,
      description: 'In my language, or else in that of Accept-Language, or else in the event’s.',
      access,
      limit,
      described: {
        ...AcceptLanguage,
        response: { 200: { description: 'The file', content }, ...refusals },
      },
      schema: { params: BookingPath },
    }),
    async (request, reply) => {
      const { booking_id: bookingId } = request.params
      const { userId } = request.caller
      const language = await languageOf(auth, request)
      const bytes = await file.render(tickets, { bookingId, userId, language }, request)
      return sendFile(reply, { name: file.nameOf(bookingId), contentType, bytes })
    },
  )
}

/** What the buyer has chosen goes first; a ticket does not wait for an account to be looked up. */
async function languageOf(
  auth: Client<typeof AuthService>,
  request: FastifyRequest,
): Promise<string> {
  const accepted = preferredLanguage(request.headers['accept-language'])
  try {
    const { user } = await auth.getUser({ userId: request.caller.userId }, request)
    return user?.language || accepted
  } catch (error) {
    if (isDomainError(error) && error.kind === 'unavailable') return accepted
    throw error
  }
}
