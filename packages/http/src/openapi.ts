import swagger from '@fastify/swagger'
import type { HttpApp } from './http-app.ts'

export interface OpenApiOptions {
  readonly title: string
  readonly version: string
  readonly description: string
  readonly tags: readonly { readonly name: string; readonly description: string }[]
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Parts of the schema that are described but not validated: what the route reads by itself. */
    readonly described?: FastifySchema
  }
}

/** Collects the schemas of routes added later and serves them as OpenAPI 3.1 at `/openapi.json`. */
export function addOpenApi(app: HttpApp, { tags, ...info }: OpenApiOptions): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      tags: tags.map((tag) => ({ ...tag })),
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'An access token from /v1/auth/login, or an API key',
          },
        },
      },
    },
    hideUntagged: true,
    transform: ({ schema, url, route }) => ({
      schema: { ...schema, ...route.config?.described },
      url,
    }),
    refResolver: {
      buildLocalReference: ({ $id }, _base, _fragment, i) => named($id) ?? `def-${i}`,
    },
  })
  let text: string | undefined
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
    text ??= JSON.stringify(app.swagger())
    return reply.type('application/json; charset=utf-8').send(text)
  })
}

/** A schema with an id is called by it. */
function named(id: unknown): string | undefined {
  return typeof id === 'string' ? id : undefined
}
