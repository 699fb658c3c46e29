import type { TableDescription } from '@usher/stores/dynamodb/ensure-tables'

/** DynamoDB forgets; what is past its `ttl` counts as forgotten before that. */
export const idempotencyTable: TableDescription = {
  name: 'idempotency_requests',
  key: ['request_id'],
  attributes: { request_id: 'S' },
  ttl: 'ttl',
}

/** Every table that the gateway needs; the infrastructure's description makes the same. */
export const gatewayTables: readonly TableDescription[] = [idempotencyTable]
