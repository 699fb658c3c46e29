import type { HttpApp } from '@usher/http'
import { page } from '../presenters/page.ts'
import * as present from '../presenters/sales.ts'
import { EventPath } from '../schemas/events.ts'
import { JournalPage, JournalQuery, Sales } from '../schemas/sales.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'sales'
const access = 'organizer'
const limit = 'reads'

/** What an organizer looks at: who did what, and what came in. */
export function addSalesRoutes(app: HttpApp, context: GatewayContext): void {
  const { inventory, booking, gate, ownership } = context
  app.get(
    '/v1/events/:event_id/journal',
    operation(gate, {
      tag,
      summary: 'Every transition of every seat: who, what, why',
      access,
      limit,
      schema: { params: EventPath, querystring: JournalQuery, response: { 200: JournalPage } },
    }),
    async (request, reply) => {
      const { params, query } = request
      const { event_id: eventId } = params
      await ownership.requireOwner(request, eventId)
      const { seat_number: seatNumber = '', cursor = '', limit: pageSize = 0 } = query
      const { entries, nextCursor } = await inventory.getJournal(
        { eventId, seatNumber, cursor, limit: pageSize },
        request,
      )
      return reply.send(page(entries, nextCursor, present.journalEntry))
    },
  )

  app.get(
    '/v1/events/:event_id/sales',
    operation(gate, {
      tag,
      summary: 'Sold, and the money, per section',
      access,
      limit,
      schema: { params: EventPath, response: { 200: Sales } },
    }),
    async (request, reply) => {
      const { event_id: eventId } = request.params
      await ownership.requireOwner(request, eventId)
      const [seats, money] = await Promise.all([
        inventory.getSales({ eventId }, request),
        booking.getEventTotals({ eventId }, request),
      ])
      return reply.send(present.sales(eventId, seats, money))
    },
  )
}
