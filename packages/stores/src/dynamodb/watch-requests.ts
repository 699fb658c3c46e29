import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Metrics } from '@usher/telemetry'

/** Finer than usual: reads are to take less than 10 ms and writes less than 20 ms. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 5]
const reads = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'])

/** Is told how long one request took, whatever came of it; attempts are requests of their own. */
export type ObserveRequest = (operation: string, durationMs: number) => void

/** Keeps the durations of requests as a metric. */
export function requestDurations(metrics: Metrics): ObserveRequest {
  const durations = metrics.histogram({
    name: 'dynamodb_request_duration_seconds',
    help: 'Time until DynamoDB answered one request, by operation',
    labels: ['operation', 'access'],
    buckets,
  })
  return (operation, durationMs) => {
    const access = reads.has(operation) ? 'read' : 'write'
    durations.observe(durationMs / 1000, { operation, access })
  }
}

/** Observes what the SDK's `client` sends, below its own attempts. */
export function watchRequests(client: DynamoDBClient, observe: ObserveRequest): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) => {
      const operation = commandName.replace(/Command$/, '')
      return async (given) => {
        const begunMs = performance.now()
        try {
          return await next(given)
        } finally {
          observe(operation, performance.now() - begunMs)
        }
      }
    },
    { step: 'deserialize', name: 'watchRequests', priority: 'high' },
  )
}
