import { DomainError } from '@usher/kernel'
import type { HttpApp } from '@usher/http'
import * as present from '../presenters/search.ts'
import * as schemas from '../schemas/search.ts'
import { NoBody } from '../schemas/types.ts'
import { searchRequest } from '../search-request.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation } from './operation.ts'

const tag = 'search'
/** What is left changes all the time; that many ask for the same within seconds, too. */
const CACHE_CONTROL = 'public, max-age=5'

/** Finding events: the same answer for everybody, so that caches may keep it. */
export function addSearchRoutes(app: HttpApp, { search, gate }: GatewayContext): void {
  app.get(
    '/v1/search',
    operation(gate, {
      tag,
      summary: 'Find events',
      description:
        'In any language; typos and accents are forgiven. What is still to come, unless from or ' +
        'status say otherwise. city, category, country and status may be given several times.',
      access: 'public',
      limit: 'search',
      schema: { querystring: schemas.SearchQuery, response: { 200: schemas.SearchResult } },
    }),
    async (request, reply) => {
      const result = await search.search(searchRequest(request.query), request)
      return reply.header('cache-control', CACHE_CONTROL).send(present.searchResult(result))
    },
  )

  app.get(
    '/v1/search/suggest',
    operation(gate, {
      tag,
      summary: 'What somebody who types this may mean',
      access: 'public',
      limit: 'search',
      schema: { querystring: schemas.SuggestQuery, response: { 200: schemas.Suggestions } },
    }),
    async (request, reply) => {
      const { q: prefix, limit = 0 } = request.query
      const { suggestions } = await search.suggest({ prefix, limit }, request)
      reply.header('cache-control', CACHE_CONTROL)
      return reply.send({ data: suggestions.map(present.suggestion) })
    },
  )
}

/** Making the index anew, for whoever runs the platform. */
export function addReindexRoutes(app: HttpApp, { search, gate }: GatewayContext): void {
  const access = 'admin'
  app.post(
    '/v1/search/reindex',
    operation(gate, {
      tag,
      summary: 'Make the search index anew',
      description: 'The old one answers meanwhile. While one is being made, a repeat shows it.',
      access,
      limit: 'organizer',
      schema: { body: NoBody, response: { 202: schemas.Reindex } },
    }),
    async (request, reply) => {
      const { reindex } = await search.startReindex({}, request)
      reply.code(202).header('location', '/v1/search/reindex')
      return reply.send(present.reindex(found(reindex)))
    },
  )

  app.get(
    '/v1/search/reindex',
    operation(gate, {
      tag,
      summary: 'How far the search index is',
      access,
      limit: 'reads',
      schema: { response: { 200: schemas.Reindex } },
    }),
    async (request, reply) => {
      const { reindex } = await search.getReindex({}, request)
      if (reindex) return reply.send(present.reindex(reindex))
      throw new DomainError('not_found', 'reindex_not_found', 'the index was never made anew')
    },
  )
}
