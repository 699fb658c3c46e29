import type { HttpApp } from '@usher/http'
import { etagOf, isUnchanged, sendNothing } from '../etag.ts'
import { availability } from '../presenters/seats.ts'
import { EventPath } from '../schemas/events.ts'
import { Bytes, IfNoneMatch } from '../schemas/headers.ts'
import { Availability, AvailabilityQuery } from '../schemas/seats.ts'
import { TurnShared } from '../turn-shared.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation, refusals } from './operation.ts'

const COMPACT = 'application/octet-stream'
const JSON_TYPE = 'application/json; charset=utf-8'

/** What is left: counts for people, and a compact body for those who draw the hall. */
export function addAvailabilityRoutes(app: HttpApp, context: GatewayContext): void {
  const { inventory, gate, ownership } = context
  const shared = new TurnShared<number, { etag: string; text: string }>()
  app.get(
    '/v1/events/:event_id/availability',
    operation(gate, {
      tag: 'seats',
      summary: 'What is left',
      description:
        'Counts per section and price. With Accept: application/octet-stream the whole map ' +
        'in two bits a seat, or with ?since= what changed after a change number; the header ' +
        'x-change-number says where the answer stands.',
      access: 'optional',
      limit: 'reads',
      described: {
        ...IfNoneMatch,
        response: {
          200: {
            description: 'What is left',
            content: {
              'application/json': { schema: Availability },
              [COMPACT]: { schema: Bytes },
            },
          },
          ...refusals,
        },
      },
      schema: {
        params: EventPath,
        querystring: AvailabilityQuery,
        response: { 200: Availability },
      },
    }),
    async (request, reply) => {
      const { event_id: eventId } = request.params
      await ownership.requireVisible(request, eventId)
      reply.header('vary', 'accept')
      if (request.headers.accept?.includes(COMPACT)) {
        const since = request.query.since ?? 0
        const map = await inventory.getAvailabilityMap({ eventId, since: BigInt(since) }, request)
        reply.header('x-change-number', String(map.changeNumber))
        if (isUnchanged(request, reply, etagOf(map.changeNumber, 'map', since)))
          return sendNothing(reply)
        // A view on the message's bytes: nothing is copied.
        const { buffer, byteOffset, byteLength } = map.body
        return reply.type(COMPACT).send(Buffer.from(buffer, byteOffset, byteLength) as never)
      }
      const { etag, text } = await shared.get(eventId, async () => {
        const counts = await inventory.getAvailability({ eventId }, request)
        const body = reply.serialize(availability(eventId, counts)) as string
        return { etag: etagOf(counts.changeNumber), text: body }
      })
      if (isUnchanged(request, reply, etag)) return sendNothing(reply)
      return reply.type(JSON_TYPE).send(text as never)
    },
  )
}
