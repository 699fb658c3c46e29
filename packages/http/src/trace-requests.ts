import type { Span, Traces } from '@usher/telemetry/traces/traces'
import type { FastifyRequest } from 'fastify'
import type { HttpApp } from './http-app.ts'

/** What machines ask all day is in nobody's trace. */
const untraced = new Set(['/health', '/ready', '/metrics'])

/**
 * Makes a span of every request, in the caller's trace when its headers name one. Call it before
 * routes are added. Names are routes as written.
 */
export function traceRequests(app: HttpApp, traces: Traces): void {
  const spans = new WeakMap<FastifyRequest, Span>()
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, routeOptions } = request
    const route = routeOptions.url ?? 'none'
    if (untraced.has(route)) return done()
    const attributes = { 'http.request.method': method, 'http.route': route }
    const span = traces.begin({
      name: `${method} ${route}`,
      kind: 'server',
      parent: headers,
      attributes,
    })
    spans.set(request, span)
    span.run(done)
  })
  // The end of a body is told outside the span: https://github.com/nodejs/node/issues/34430
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request)
    if (span) span.run(done)
    else done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply
    const error = statusCode >= 500 ? new Error(`status ${statusCode}`) : undefined
    const attributes = { 'http.response.status_code': statusCode }
    spans.get(request)?.end({ attributes, ...(error && { error }) })
    done()
  })
}
