import cors from '@fastify/cors'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { type Clock, DomainError } from '@usher/kernel'
import type { Logger } from '@usher/telemetry'
import Fastify, {
  type FastifyHttpOptions,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from 'fastify'
import { answerWithin } from './answer-deadline.ts'
import { answerClientError } from './client-error.ts'
import { frameworkError } from './framework-error.ts'
import type { HttpApp } from './http-app.ts'
import { internalProblem, problemOf, problemText, type Problem } from './problem.ts'
import { requestIds } from './request-ids.ts'
import { securityHeaders } from './security-headers.ts'
import { parseStrictJson } from './strict-json.ts'
import { useStrictValidation } from './validation.ts'

/** Limits that keep one caller from harming the others. Times in milliseconds. */
export interface HttpLimits {
  readonly bodyBytes: number
  /** To receive the headers … */
  readonly headersMs: number
  /** … and the whole request. */
  readonly requestMs: number
  /** Between two requests of one connection. */
  readonly keepAliveMs: number
  /** To answer; a caller that waits longer is told 503. */
  readonly handlerMs: number
  /** The longest part of a path between two slashes. */
  readonly pathPartChars: number
}

export const httpLimits: HttpLimits = {
  bodyBytes: 64 * 1024,
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 72_000,
  handlerMs: 30_000,
  pathPartChars: 255,
}

export interface HttpOptions {
  readonly logger: Logger
  readonly clock: Clock
  /** Random text that makes request ids of this process its own. */
  readonly requestIdPrefix: string
  /**
   * Which proxies' X-Forwarded-* headers are believed: addresses, or a number of hops. False
   * believes nobody, so that a caller cannot choose the address it is limited by.
   */
  readonly trustProxy?: boolean | string | number
  /** Origins whose pages may call; none by default. `*` for all. */
  readonly corsOrigins?: readonly string[]
  readonly limits?: Partial<HttpLimits>
}

/**
 * Fastify as every service of ours that speaks HTTP uses it: strict bodies, problems as RFC 9457
 * has them, limits on sizes and times, security headers, no line of log for a request that went
 * well.
 */
export function httpServer(options: HttpOptions): HttpApp {
  const limits = { ...httpLimits, ...options.limits }
  const app = Fastify(fastifyOptions(options, limits)).withTypeProvider<TypeBoxTypeProvider>()
  acceptStrictJson(app)
  useStrictValidation(app)
  app.addHook('onRequest', setStandardHeaders)
  answerWithin(app, options.clock, limits.handlerMs)
  app.setErrorHandler((error, request, reply) => sendError(options.logger, error, request, reply))
  app.setNotFoundHandler((request, reply) =>
    sendError(options.logger, noRoute(request), request, reply),
  )
  allowOrigins(app, options.corsOrigins ?? [])
  return app
}

function fastifyOptions(
  { logger, requestIdPrefix, trustProxy }: HttpOptions,
  limits: HttpLimits,
): FastifyHttpOptions<RawServerDefault> {
  return {
    logger: false,
    genReqId: requestIds(requestIdPrefix),
    trustProxy: trusted(trustProxy ?? false),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    http: { headersTimeout: limits.headersMs },
    routerOptions: { maxParamLength: limits.pathPartChars },
    // A request that still comes over an open connection is answered, and its connection ended.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => sendError(logger, error, request, reply),
  }
}

/** A number of hops means that many proxies in front of us, the nearest first. */
function trusted(trustProxy: boolean | string | number) {
  if (typeof trustProxy !== 'number') return trustProxy
  return (_address: string, hop: number) => hop < trustProxy
}

function acceptStrictJson(app: HttpApp): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseStrictJson(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
}

function setStandardHeaders(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.headers(securityHeaders)
  reply.header('x-request-id', request.id)
  done()
}

function noRoute(request: FastifyRequest): DomainError {
  return new DomainError('not_found', 'no_such_route', 'nothing is served here', {
    method: request.method,
    path: request.url.split('?', 1)[0],
  })
}

function sendError(
  logger: Logger,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem = problemFor(logger, error, request)
  reply.code(problem.status).headers(problem.headers)
  // Fastify would close the connection, and many a client that is still sending would then see a
  // broken pipe and never why. What it goes on sending is dropped, until `requestMs` at the latest.
  if (problem.status === 413) reply.removeHeader('connection')
  // Serialised here: a route's response schema describes its success.
  void reply.send(problemText(problem, request.id))
}

function problemFor(logger: Logger, error: unknown, request: FastifyRequest): Problem {
  const expected = error instanceof DomainError ? error : frameworkError(error)
  const problem = expected ? problemOf(expected) : internalProblem
  if (problem.status >= 500) {
    const { id, method } = request
    logger.error(
      { err: error, request_id: id, method, route: request.routeOptions.url },
      'a request failed',
    )
  }
  return problem
}

/** Without origins there is no hook to pay for. */
function allowOrigins(app: HttpApp, origins: readonly string[]): void {
  if (origins.length === 0) return
  app.register(cors, {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'content-disposition',
      'etag',
      'idempotency-replayed',
      'link',
      'location',
      'retry-after',
      'x-request-id',
    ],
    maxAge: 600,
  })
}
