import type { Metrics } from '@usher/telemetry'
import type { LimitGroup } from './config.ts'

/** What the gateway counts beside the duration of requests; one function a fact. */
export interface GatewayTelemetry {
  rateLimited(group: LimitGroup): void
  answerReplayed(): void
}

export function gatewayTelemetry(metrics: Metrics): GatewayTelemetry {
  const limited = metrics.counter({
    name: 'http_requests_rate_limited_total',
    help: 'Requests refused because their caller had used up its allowance',
    labels: ['group'],
  })
  const replayed = metrics.counter({
    name: 'http_answers_replayed_total',
    help: 'Requests whose Idempotency-Key was answered before',
  })
  return {
    rateLimited: (group) => limited.add(1, { group }),
    answerReplayed: () => replayed.add(1),
  }
}
