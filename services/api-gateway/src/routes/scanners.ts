import type { HttpApp } from '@usher/http'
import { Type } from 'typebox'
import { sendNothing } from '../etag.ts'
import * as present from '../presenters/door.ts'
import { page } from '../presenters/page.ts'
import * as schemas from '../schemas/door.ts'
import * as headers from '../schemas/headers.ts'
import { usersById } from '../users-by-id.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'organizers'
const access = 'organizer'

/** Who works at an organizer's doors. */
export function addScannerRoutes(app: HttpApp, context: GatewayContext): void {
  const { auth, events, gate, idempotency } = context
  app.post(
    '/v1/organizers/scanners',
    operation(gate, {
      tag,
      summary: 'Let somebody with an account scan at all of my events',
      access,
      // As rarely as one may log in: the answer says whether an address has an account.
      limit: 'auth',
      described: headers.KeyOptional,
      schema: { body: schemas.NewScanner, response: { 201: schemas.Scanner } },
    }),
    (request, reply) =>
      idempotency.answer(request, reply, async () => {
        const { userId } = request.caller
        const answer = await auth.findUser({ email: request.body.email }, request)
        const user = found(answer.user)
        const { scanner } = await events.addScanner({ userId, scannerUserId: user.userId }, request)
        return { status: 201, body: present.scanner(found(scanner), user) }
      }),
  )
  addScannerChanges(app, context)
}

function addScannerChanges(app: HttpApp, { auth, door, events, gate }: GatewayContext): void {
  app.get(
    '/v1/organizers/scanners',
    operation(gate, {
      tag,
      summary: 'Who scans at my events',
      access,
      limit: 'reads',
      schema: { querystring: schemas.ScannerQuery, response: { 200: schemas.ScannerPage } },
    }),
    async (request, reply) => {
      const { caller, query } = request
      const { cursor = '', limit = 0 } = query
      const { scanners, nextCursor } = await events.listScanners(
        { userId: caller.userId, cursor, limit },
        request,
      )
      const ids = scanners.map(({ userId }) => userId)
      const users = await usersById(auth, ids, request)
      return reply.send(
        page(scanners, nextCursor, (scanner) =>
          present.scanner(scanner, users.get(scanner.userId)),
        ),
      )
    },
  )

  app.delete(
    '/v1/organizers/scanners/:user_id',
    operation(gate, {
      tag,
      summary: 'End that somebody scans at my events',
      description: 'Every door has learnt it after a minute.',
      access,
      limit: 'organizer',
      schema: { params: schemas.ScannerPath, response: { 204: Type.Null() } },
    }),
    async (request, reply) => {
      const { user_id: scannerUserId } = request.params
      await events.removeScanner({ userId: request.caller.userId, scannerUserId }, request)
      door.forget(scannerUserId)
      return sendNothing(reply.code(204))
    },
  )
}
