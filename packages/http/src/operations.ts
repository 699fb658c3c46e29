import { DomainError } from '@usher/kernel'
import type { PrometheusMetrics } from '@usher/telemetry'
import type { HttpApp } from './http-app.ts'

export interface OperationsOptions {
  /** True while this process can do its work. */
  readonly ready: () => boolean
  /**
   * True while what it does by itself waits for something that is away. Told beside readiness,
   * which it does not touch: callers are answered as well as ever.
   */
  readonly heldBack?: () => boolean
  readonly metrics?: Pick<PrometheusMetrics, 'contentType' | 'scrape'>
}

/**
 * Adds what machines ask a process: `/health` answers while the event loop turns and looks at
 * nothing else, `/ready` says whether to send it work, `/metrics` is for Prometheus.
 */
export function addOperations(app: HttpApp, { ready, heldBack, metrics }: OperationsOptions): void {
  const schema = { hide: true }
  app.get('/health', { schema }, (_request, reply) => reply.send({ status: 'ok' }))
  app.get('/ready', { schema }, (_request, reply) => {
    if (!ready()) throw new DomainError('unavailable', 'not_ready', 'starting, stopping or broken')
    return reply.send({ status: 'ready', ...(heldBack && { held_back: heldBack() }) })
  })
  if (!metrics) return
  app.get('/metrics', { schema }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.scrape()),
  )
}
