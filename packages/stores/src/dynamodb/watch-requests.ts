import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Metrics } from '@usher/telemetry'

/** Finer than usual: reads are to take less than 10 ms and writes less than 20 ms. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 5]
const reads = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'])

/**
 * Counts how long each request takes that `client` sends, whatever comes of it. Below the SDK's own
 * attempts: each is counted for itself.
 */
export function watchRequests(client: DynamoDBClient, metrics: Metrics): void {
  const durations = metrics.histogram({
    name: 'dynamodb_request_duration_seconds',
    help: 'Time until DynamoDB answered one request, by operation',
    labels: ['operation', 'access'],
    buckets,
  })
  client.middlewareStack.add(
    (next, { commandName = '' }) => {
      const operation = commandName.replace(/Command$/, '')
      const labels = { operation, access: reads.has(operation) ? 'read' : 'write' }
      return async (given) => {
        const begunMs = performance.now()
        try {
          return await next(given)
        } finally {
          durations.observe((performance.now() - begunMs) / 1000, labels)
        }
      }
    },
    { step: 'deserialize', name: 'watchRequests', priority: 'high' },
  )
}
