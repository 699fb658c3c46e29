import type { HttpApp } from '@usher/http'
import type { FastifyReply } from 'fastify'
import { KeySet } from '../schemas/auth.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

/** Short, so that a new key is known before the first token that it signs grows old. */
const CACHE_CONTROL = 'public, max-age=300'

/** The keys with which others can check our tokens and our tickets. */
export function addWellKnownRoutes(app: HttpApp, { auth, gate, tickets }: GatewayContext): void {
  app.get(
    '/.well-known/jwks.json',
    operation(gate, {
      tag: 'auth',
      summary: 'Public keys of access tokens (RFC 7517)',
      access: 'public',
      limit: 'reads',
      schema: { response: { 200: KeySet } },
    }),
    async (request, reply) => {
      const { jwksJson } = await auth.getKeySet({}, request)
      return sendKeySet(reply, jwksJson)
    },
  )

  app.get(
    '/v1/tickets/keys',
    operation(gate, {
      tag: 'door',
      summary: 'Public keys of ticket codes (RFC 7517)',
      description: 'With these a door without a network tells true codes from false ones.',
      access: 'public',
      limit: 'reads',
      schema: { response: { 200: KeySet } },
    }),
    async (request, reply) => {
      const { jwksJson } = await tickets.getTicketKeys({}, request)
      return sendKeySet(reply, jwksJson)
    },
  )
}

function sendKeySet(reply: FastifyReply, jwksJson: string): FastifyReply {
  reply.header('cache-control', CACHE_CONTROL).type('application/json; charset=utf-8')
  return reply.serializer((text: string) => text).send(jwksJson)
}
