import type { Metrics } from '@usher/telemetry'
import type { LimitGroup } from './config.ts'

/** What the gateway counts beside the duration of requests; one function a fact. */
export interface GatewayTelemetry {
  rateLimited(group: LimitGroup): void
  answerReplayed(): void
  rightsOutdated(): void
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
  const outdated = metrics.counter({
    name: 'http_door_outdated_rights_total',
    help: 'Scans let through on an older answer because the events service could not be asked',
  })
  return {
    rateLimited: (group) => limited.add(1, { group }),
    answerReplayed: () => replayed.add(1),
    rightsOutdated: () => outdated.add(1),
  }
}
