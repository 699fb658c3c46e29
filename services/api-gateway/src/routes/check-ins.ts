import type { HttpApp } from '@usher/http'
import type { FastifyRequest } from 'fastify'
import { keyOf } from '../idempotency.ts'
import { operationIdOf } from '../operation-id.ts'
import * as present from '../presenters/door.ts'
import * as schemas from '../schemas/door.ts'
import { EventPath } from '../schemas/events.ts'
import * as headers from '../schemas/headers.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'door'
const access = 'user'
const limit = 'scans'

/** Letting people in. Thousands a second come through here: nothing but what is needed. */
export function addCheckInRoutes(app: HttpApp, { tickets, gate, door }: GatewayContext): void {
  app.post(
    '/v1/events/:event_id/checkins',
    operation(gate, {
      tag,
      summary: 'Let one person in, once',
      description:
        'A refusal is an answer: 200 with its reason (invalid, unpaid, canceled, ' +
        'already_redeemed, revoked, product, invalid_time, blocked). With an Idempotency-Key a ' +
        'repeat of the same scan is answered as the first was; without one it is a second scan.',
      access,
      limit,
      described: headers.KeyOptional,
      schema: {
        params: EventPath,
        body: schemas.Scan,
        response: { 200: schemas.ScanResult },
      },
    }),
    async (request, reply) => {
      const { caller, params, body } = request
      const { code, gate: gateName = '', sections = [] } = body
      const scan = { eventId: params.event_id, code }
      const operationId = scanOperation(request, scan)
      await door.requireScanner(request, scan.eventId)
      const result = await tickets.checkIn(
        { ...scan, scannerId: caller.userId, gate: gateName, sections, operationId },
        request,
      )
      return reply.send(present.scanResult(result))
    },
  )

  app.delete(
    '/v1/events/:event_id/checkins/:checkin_id',
    operation(gate, {
      tag,
      summary: 'Undo a check-in: the ticket admits again',
      description: 'May be repeated.',
      access,
      limit,
      schema: { params: schemas.CheckInPath, response: { 200: schemas.CheckIn } },
    }),
    async (request, reply) => {
      const { event_id: eventId, checkin_id: checkInId } = request.params
      await door.requireScanner(request, eventId)
      const { checkIn } = await tickets.undoCheckIn(
        { eventId, checkInId, scannerId: request.caller.userId },
        request,
      )
      return reply.send(present.checkIn(found(checkIn)))
    },
  )
}

/**
 * The operation of this scan; empty without a key. The code is part of it: a key that is used for
 * two codes names two scans, and the second person is looked at.
 */
function scanOperation(request: FastifyRequest, scan: { eventId: number; code: string }): string {
  const key = keyOf(request)
  if (key === undefined) return ''
  const route = `check-in ${scan.eventId} ${scan.code}`
  return operationIdOf({ userId: request.caller.userId, route, key })
}
