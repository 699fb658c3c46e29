import type { HttpApp } from '@usher/http'
import * as present from '../presenters/events.ts'
import * as schemas from '../schemas/events.ts'
import * as headers from '../schemas/headers.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'organizers'

/** Who sells. */
export function addOrganizerRoutes(
  app: HttpApp,
  { events, gate, idempotency }: GatewayContext,
): void {
  app.post(
    '/v1/organizers',
    operation(gate, {
      tag,
      summary: 'Become an organizer',
      access: 'user',
      limit: 'organizer',
      described: headers.KeyOptional,
      schema: { body: schemas.NewOrganizer, response: { 201: schemas.Organizer } },
    }),
    (request, reply) =>
      idempotency.answer(request, reply, async () => {
        const { userId } = request.caller
        const { organizer } = await events.registerOrganizer(
          { userId, name: request.body.name },
          request,
        )
        return { status: 201, body: present.organizer(found(organizer)) }
      }),
  )
}
