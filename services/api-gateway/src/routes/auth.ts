import type { HttpApp } from '@usher/http'
import { Type } from 'typebox'
import * as present from '../presenters/auth.ts'
import * as schemas from '../schemas/auth.ts'
import { Exact } from '../schemas/types.ts'
import { sendNothing } from '../etag.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'auth'

/** How sessions begin. */
export function addAuthRoutes(app: HttpApp, { auth, gate }: GatewayContext): void {
  app.post(
    '/v1/auth/register',
    operation(gate, {
      tag,
      summary: 'Create an account',
      access: 'public',
      limit: 'auth',
      schema: { body: schemas.Registration, response: { 201: schemas.User } },
    }),
    async (request, reply) => {
      const { user } = await auth.register(request.body, request)
      return reply.code(201).send(present.user(found(user)))
    },
  )

  app.post(
    '/v1/auth/login',
    operation(gate, {
      tag,
      summary: 'Exchange address and password for tokens',
      access: 'public',
      limit: 'auth',
      schema: { body: schemas.Credentials, response: { 200: schemas.Tokens } },
    }),
    async (request, reply) => {
      const { tokens } = await auth.login(request.body, request)
      return reply.send(present.tokens(found(tokens)))
    },
  )
}

/** How sessions go on and end. */
export function addSessionRoutes(app: HttpApp, { auth, gate }: GatewayContext): void {
  app.post(
    '/v1/auth/refresh',
    operation(gate, {
      tag,
      summary: 'Exchange a refresh token for a new pair',
      description:
        'Each refresh token is good once. One that comes twice ends every session of its family.',
      access: 'public',
      limit: 'auth',
      schema: { body: schemas.RefreshToken, response: { 200: schemas.Tokens } },
    }),
    async (request, reply) => {
      const { tokens } = await auth.refresh({ refreshToken: request.body.refresh_token }, request)
      return reply.send(present.tokens(found(tokens)))
    },
  )

  app.post(
    '/v1/auth/logout',
    operation(gate, {
      tag,
      summary: 'End a session',
      access: 'public',
      limit: 'auth',
      schema: { body: schemas.RefreshToken, response: { 204: Type.Null() } },
    }),
    async (request, reply) => {
      await auth.logout({ refreshToken: request.body.refresh_token }, request)
      return sendNothing(reply.code(204))
    },
  )

  app.get(
    '/v1/auth/me',
    operation(gate, {
      tag,
      summary: 'Who I am',
      access: 'user',
      limit: 'reads',
      schema: { response: { 200: schemas.User } },
    }),
    async (request, reply) => {
      const { user } = await auth.getUser({ userId: request.caller.userId }, request)
      return reply.send(present.user(found(user)))
    },
  )
}

/**
 * Keys with which an organizer's own programs call, and devices that stay at a door. They are shown
 * once, so their answers are not kept for repeats.
 */
export function addApiKeyRoutes(app: HttpApp, { auth, gate }: GatewayContext): void {
  app.post(
    '/v1/auth/api-keys',
    operation(gate, {
      tag,
      summary: 'Create an API key',
      access: 'staff',
      limit: 'organizer',
      schema: { body: schemas.NewApiKey, response: { 201: schemas.ApiKeyWithSecret } },
    }),
    async (request, reply) => {
      const { caller, body } = request
      const { apiKey, secret } = await auth.createApiKey(
        { userId: caller.userId, label: body.label },
        request,
      )
      return reply.code(201).send({ ...present.apiKey(found(apiKey)), secret })
    },
  )

  app.get(
    '/v1/auth/api-keys',
    operation(gate, {
      tag,
      summary: 'My API keys',
      access: 'staff',
      limit: 'reads',
      schema: { response: { 200: schemas.ApiKeyPage } },
    }),
    async (request, reply) => {
      const { apiKeys } = await auth.listApiKeys({ userId: request.caller.userId }, request)
      return reply.send({ data: apiKeys.map(present.apiKey), next_cursor: null })
    },
  )

  app.delete(
    '/v1/auth/api-keys/:api_key_id',
    operation(gate, {
      tag,
      summary: 'Revoke an API key',
      access: 'staff',
      limit: 'organizer',
      schema: {
        params: Exact({ api_key_id: schemas.ApiKeyId }),
        response: { 204: Type.Null() },
      },
    }),
    async (request, reply) => {
      const { caller, params } = request
      await auth.revokeApiKey({ userId: caller.userId, apiKeyId: params.api_key_id }, request)
      return sendNothing(reply.code(204))
    },
  )
}
