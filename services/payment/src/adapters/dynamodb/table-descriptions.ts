import type { TableDescription } from '@usher/stores/dynamodb/ensure-tables'

/** By shard and id, so that audits read all payments in the order of their ids, as they are now. */
export const paymentsTable: TableDescription = {
  name: 'payments',
  key: ['payment_shard', 'payment_id'],
  attributes: { payment_shard: 'N', payment_id: 'S' },
}

/** `delivery` names provider and delivery. DynamoDB forgets: nothing depends on when. */
export const webhookDeliveriesTable: TableDescription = {
  name: 'webhook_deliveries',
  key: ['delivery'],
  attributes: { delivery: 'S' },
  ttl: 'ttl',
}

/** The books of the sandbox bank, which nobody else reads; keyed as payments are. */
export const sandboxPaymentsTable: TableDescription = {
  name: 'sandbox_payments',
  key: ['payment_shard', 'payment_id'],
  attributes: { payment_shard: 'N', payment_id: 'S' },
}

export const sandboxChallengesTable: TableDescription = {
  name: 'sandbox_challenges',
  key: ['challenge_id'],
  attributes: { challenge_id: 'S' },
}

export const sandboxDeliveriesTable: TableDescription = {
  name: 'sandbox_deliveries',
  key: ['delivery_id'],
  attributes: { delivery_id: 'S', due_shard: 'N', due_at: 'N' },
  indexes: { 'due-index': ['due_shard', 'due_at'] },
}

/** What payment needs with any provider; the infrastructure's description makes the same. */
export const paymentTables: readonly TableDescription[] = [paymentsTable, webhookDeliveriesTable]

/** What it needs besides where the sandbox is offered. */
export const sandboxTables: readonly TableDescription[] = [
  sandboxPaymentsTable,
  sandboxChallengesTable,
  sandboxDeliveriesTable,
]
