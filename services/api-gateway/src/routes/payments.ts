import type { IncomingHttpHeaders } from 'node:http'
import type { HttpApp } from '@usher/http'
import { Type } from 'typebox'
import { sendNothing } from '../etag.ts'
import { ProviderName } from '../schemas/bookings.ts'
import { Bytes } from '../schemas/headers.ts'
import { Exact } from '../schemas/types.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'payments'
/** Providers send a few kilobytes. */
const WEBHOOK_BYTES = 256 * 1024
/** Ours, not the provider's: no service needs to see them. */
const withheld = new Set(['authorization', 'cookie'])

const Received = Type.Object({ received: Type.Boolean() })

/**
 * Where providers tell what became of a payment. The signature over the bytes as they came is all
 * that counts.
 */
export function addPaymentRoutes(app: HttpApp, context: GatewayContext): void {
  // In a room of its own: here a body is bytes, whatever it calls itself.
  app.register(async (room) => addWebhook(room as unknown as HttpApp, context))
  if (context.sandbox) addChallenge(app, context, context.sandbox)
}

function addWebhook(app: HttpApp, { payment, booking, gate, background }: GatewayContext): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post(
    '/v1/payments/webhooks/:provider',
    {
      bodyLimit: WEBHOOK_BYTES,
      ...operation(gate, {
        tag,
        summary: 'For payment providers',
        description: 'The body as the provider signed it.',
        access: 'public',
        limit: 'webhooks',
        described: { body: Bytes, consumes: ['*/*'] },
        schema: { params: Exact({ provider: ProviderName }), response: { 200: Received } },
      }),
    },
    async (request, reply) => {
      const rawBody = request.body instanceof Uint8Array ? request.body : new Uint8Array()
      const { bookingId } = await payment.handleWebhook(
        { provider: request.params.provider, rawBody, headers: headersOf(request.headers) },
        request,
      )
      // Repeats settle too: the first delivery may have died between the two. A crash here costs
      // nothing either, for bookings that wait are looked after.
      if (bookingId) background.start('settle-booking', () => booking.settleBooking({ bookingId }))
      return reply.send({ received: true })
    },
  )
}

function headersOf(headers: IncomingHttpHeaders): Record<string, string> {
  const known = Object.entries(headers).filter(([name]) => !withheld.has(name))
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]))
}

const ChallengePath = Exact({
  challenge_id: Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' }),
})
const ChallengeAnswer = Exact({ outcome: Type.Enum(['approve', 'refuse']) })

function addChallenge(
  app: HttpApp,
  { gate }: GatewayContext,
  sandbox: NonNullable<GatewayContext['sandbox']>,
): void {
  app.post(
    '/v1/sandbox/challenges/:challenge_id',
    operation(gate, {
      tag,
      summary: 'Sandbox: what a buyer does on the bank’s page',
      access: 'public',
      limit: 'bookings',
      schema: { params: ChallengePath, body: ChallengeAnswer, response: { 204: Type.Null() } },
    }),
    async (request, reply) => {
      const { params, body } = request
      await sandbox.completeChallenge(params.challenge_id, body.outcome)
      return sendNothing(reply.code(204))
    },
  )
}
