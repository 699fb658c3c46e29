import type { Metrics } from '@usher/telemetry'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpApp } from './http-app.ts'

/** From a tenth of a millisecond, where answers from memory are, to ten seconds. */
const buckets = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
]

/** Records how long each route took. Labels are routes as written, never paths as asked for. */
export function measureRequests(app: HttpApp, metrics: Metrics): void {
  const seconds = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer',
    labels: ['route', 'method', 'status'],
    buckets,
  })
  app.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const route = request.routeOptions.url ?? 'none'
    const status = String(reply.statusCode)
    seconds.observe(reply.elapsedTime / 1000, { route, method: request.method, status })
    done()
  })
}
