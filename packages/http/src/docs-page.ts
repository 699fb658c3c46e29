import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { HttpApp } from './http-app.ts'

/**
 * The page needs its own script and styles, which Scalar writes inline; everything else stays
 * forbidden.
 */
const pagePolicy =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; " +
  "worker-src 'self' blob:; " +
  "frame-ancestors 'none'; base-uri 'none'"

/** Five megabytes that change with a release: worth keeping. */
const SCRIPT = '/docs/js/scalar.js'

/** Nothing is fetched from, or told to, anybody else. */
const configuration = {
  url: '/openapi.json',
  pageTitle: 'Usher API',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
} as const

/**
 * Serves the interface's description for people at `/docs`. Scalar is five megabytes of text that
 * take a tenth of a second to load: it is loaded when the first reader comes, on a small server of
 * its own that only this route can reach.
 */
export function addDocsPage(app: HttpApp): void {
  let pages: Promise<FastifyInstance> | undefined
  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    pages ??= openPages()
    const page = await (await pages).inject({ method: 'GET', url: request.url })
    const { location } = page.headers
    reply.code(page.statusCode).header('content-security-policy', pagePolicy)
    if (location !== undefined) reply.header('location', '/docs/')
    if (request.url === SCRIPT) reply.header('cache-control', 'public, max-age=86400')
    return reply.type(page.headers['content-type'] ?? 'text/plain').send(page.rawPayload)
  }
  const schema = { hide: true }
  app.get('/docs', { schema }, serve)
  app.get('/docs/', { schema }, serve)
  app.get(SCRIPT, { schema }, serve)
}

async function openPages(): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const pages = Fastify({ logger: false })
  await pages.register(scalar, { routePrefix: '/docs', configuration })
  return pages
}
