import type { HttpApp } from '@usher/http'
import { DomainError } from '@usher/kernel'
import { freshOperationId } from '../operation-id.ts'
import { page } from '../presenters/page.ts'
import * as present from '../presenters/tickets.ts'
import { BookingPath } from '../schemas/bookings.ts'
import * as headers from '../schemas/headers.ts'
import { Notification, NotificationPage, Resend } from '../schemas/tickets.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'bookings'
const access = 'user'

/** What was sent about a booking, and sending it again. */
export function addBookingMailRoutes(app: HttpApp, context: GatewayContext): void {
  const { booking, clock, gate, idempotency, notification, random, tickets } = context
  app.post(
    '/v1/bookings/:booking_id/resend',
    operation(gate, {
      tag,
      summary: 'Send me the mail with my tickets again',
      description:
        'With reissue the codes given out so far end and the mail holds new ones, for tickets ' +
        'that fell into wrong hands. 429 resend_limit after several within an hour: then no code ' +
        'ends, unless `reissued` is true; the new ones are at …/tickets.',
      access,
      limit: 'bookings',
      described: headers.KeyOptional,
      schema: { params: BookingPath, body: Resend, response: { 200: Notification } },
    }),
    (request, reply) =>
      idempotency.answer(request, reply, async (keyed) => {
        const mine = {
          bookingId: request.params.booking_id,
          userId: request.caller.userId,
          operationId: keyed || freshOperationId({ clock, random }),
        }
        const send = () => notification.resendBooking(mine, request)
        const anew = async () => {
          // A mail that is refused ends no codes.
          await notification.resendBooking({ ...mine, onlyAsk: true }, request)
          await tickets.reissueTickets(mine, request)
          return send().catch(refusedAfterwards)
        }
        const { notification: sent } = await (request.body?.reissue ? anew() : send())
        return { status: 200, body: present.notification(found(sent)) }
      }),
  )

  app.get(
    '/v1/bookings/:booking_id/notifications',
    operation(gate, {
      tag,
      summary: 'The mails about a booking of mine',
      access,
      limit: 'reads',
      schema: { params: BookingPath, response: { 200: NotificationPage } },
    }),
    async (request, reply) => {
      const { booking_id: bookingId } = request.params
      await booking.getBooking({ bookingId, userId: request.caller.userId }, request)
      const { notifications } = await notification.listNotifications(
        { subjectId: bookingId },
        request,
      )
      return reply.send(page(notifications, '', present.notification))
    },
  )
}

/**
 * Between the question and the mail another one may have taken the last place, or the service may
 * have gone: then the codes have ended all the same. A repeat with the same key goes on with them.
 */
function refusedAfterwards(error: unknown): never {
  if (!(error instanceof DomainError)) throw error
  const { kind, code, message, facts } = error
  const said = `${message}; the codes given out so far have ended, the new ones are at …/tickets`
  throw new DomainError(kind, code, said, { ...facts, reissued: true }, error)
}
