import { SeatMapFormat } from '@usher/contracts'
import type { HttpApp } from '@usher/http'
import { etagOf, expectedVersion, isUnchanged, sendNothing } from '../etag.ts'
import { seatMapReport } from '../presenters/seats.ts'
import { columnsOf, formatOf, pricesOf } from '../seat-map-options.ts'
import { EventPath } from '../schemas/events.ts'
import * as headers from '../schemas/headers.ts'
import { OurSeatMap, SeatMapFile, SeatMapQuery, SeatMapReport } from '../schemas/seats.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation, refusals } from './operation.ts'

const tag = 'seats'
const JSON_TYPE = 'application/json; charset=utf-8'
/** The last says nothing: the content does. */
const fileTypes = [
  'application/json',
  'text/csv',
  'image/svg+xml',
  'application/xml',
  'application/octet-stream',
]

/** The hall as its organizer draws it. */
export function addSeatMapRoutes(app: HttpApp, context: GatewayContext): void {
  const { inventory, gate, ownership } = context
  app.get(
    '/v1/events/:event_id/seat-map',
    operation(gate, {
      tag,
      summary: 'The seat map',
      description: 'Our own JSON, as docs/seat-maps.md describes it.',
      access: 'optional',
      limit: 'reads',
      described: { ...headers.IfNoneMatch, response: { 200: OurSeatMap, ...refusals } },
      schema: { params: EventPath },
    }),
    async (request, reply) => {
      const { event_id: eventId } = request.params
      await ownership.requireVisible(request, eventId)
      const { seatMapJson, version } = await inventory.getSeatMap({ eventId }, request)
      if (isUnchanged(request, reply, etagOf(version))) return sendNothing(reply)
      return reply.type(JSON_TYPE).send(seatMapJson)
    },
  )
  // In a room of its own: the body is not parsed here but handed on as it came.
  app.register(async (room) => addUpload(room as unknown as HttpApp, context))
}

function addUpload(app: HttpApp, { inventory, gate, ownership, seatMapBytes }: GatewayContext) {
  const asBytes = { parseAs: 'buffer', bodyLimit: seatMapBytes } as const
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(fileTypes, asBytes, (_request, body, done) => done(null, body))
  app.put(
    '/v1/events/:event_id/seat-map',
    {
      bodyLimit: seatMapBytes,
      ...operation(gate, {
        tag,
        summary: 'Give an event its seat map',
        description:
          'A file as it is, in any encoding: our own JSON, a pretix seating plan, a seats.io ' +
          'chart, JSON of your own, CSV (Content-Type: text/csv) or SVG (image/svg+xml). With ' +
          'dry_run the answer shows how it would be read. Refused once a seat is taken. With ' +
          'If-Match: only if nobody has changed it since; otherwise 412 stale_version.',
        access: 'organizer',
        limit: 'organizer',
        described: {
          ...headers.IfMatch,
          consumes: fileTypes,
          body: SeatMapFile,
        },
        schema: { params: EventPath, querystring: SeatMapQuery, response: { 200: SeatMapReport } },
      }),
    },
    async (request, reply) => {
      const { caller, params, query } = request
      const { event_id: eventId } = params
      const version = expectedVersion(request)
      await ownership.requireOwner(request, eventId)
      const event = await ownership.visibleEvent(request, eventId)
      const currency = event.details?.currency ?? ''
      const content = request.body instanceof Uint8Array ? request.body : new Uint8Array()
      const report = await inventory.putSeatMap(
        {
          eventId,
          userId: caller.userId,
          currency,
          content,
          expectedVersion: version,
          format: SeatMapFormat[formatOf(query.format, request.headers['content-type'])],
          columns: columnsOf(query.columns),
          pricesMinor: pricesOf(query.prices, currency),
          dryRun: query.dry_run ?? false,
        },
        request,
      )
      if (report.version > 0) reply.header('etag', etagOf(report.version))
      return reply.send(seatMapReport(report, query.dry_run ?? false))
    },
  )
}
