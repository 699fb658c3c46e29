import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { shardOf } from '@usher/stores/dynamodb/spread-keys'
import type { TransactItem } from '@usher/stores/dynamodb/transact-write'
import type { SandboxChange, SandboxDelivery } from '../sandbox/sandbox-ledger.ts'
import type { SandboxPayment } from '../sandbox/sandbox-payment.ts'
import { paymentKey } from './payment-key.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import {
  sandboxChallengesTable,
  sandboxDeliveriesTable,
  sandboxPaymentsTable,
} from './table-descriptions.ts'

// The sandbox plays a foreign bank: its items hold its own objects, and nobody else reads them.

/** Deliveries are spread over so many keys of their index. */
export const DUE_SHARDS = 16

export interface StoredPayment {
  readonly payment: SandboxPayment | undefined
  /** Zero: there is none. */
  readonly version: number
}

export const noPayment: StoredPayment = { payment: undefined, version: 0 }

export function storedPayment(item: Item | undefined): StoredPayment {
  return {
    payment: item?.['sandbox_payment'] as SandboxPayment | undefined,
    version: Number(item?.['version'] ?? 0),
  }
}

/** What a step has made of a payment, if nobody has changed it meanwhile. */
export function sandboxActions(
  needs: StoreNeeds,
  before: StoredPayment,
  { payment, delivery }: SandboxChange,
): readonly TransactItem[] {
  const { challengeId, paymentId } = payment
  const challenge = { challenge_id: challengeId, payment_id: paymentId }
  const TableName = needs.dynamodb.table(sandboxChallengesTable.name)
  const isNew = challengeId !== '' && before.version === 0
  return [
    { Put: putPayment(needs, before, payment) },
    ...(delivery ? [{ Put: putDelivery(needs, delivery) }] : []),
    ...(isNew ? [{ Put: { TableName, Item: challenge } }] : []),
  ]
}

function putPayment({ dynamodb }: StoreNeeds, { version }: StoredPayment, payment: SandboxPayment) {
  const isNew = version === 0
  return {
    TableName: dynamodb.table(sandboxPaymentsTable.name),
    Item: sandboxPaymentItem(payment, version + 1),
    ConditionExpression: isNew ? 'attribute_not_exists(version)' : 'version = :before',
    ...(!isNew && { ExpressionAttributeValues: { ':before': version } }),
  }
}

export function sandboxPaymentItem(payment: SandboxPayment, version: number) {
  return { ...paymentKey(payment.paymentId), version, sandbox_payment: payment }
}

export function putDelivery({ dynamodb }: StoreNeeds, delivery: SandboxDelivery) {
  return {
    TableName: dynamodb.table(sandboxDeliveriesTable.name),
    Item: sandboxDeliveryItem(delivery),
  }
}

export function sandboxDeliveryItem(delivery: SandboxDelivery) {
  const { deliveryId, dueAtMs } = delivery
  const due = { due_shard: shardOf(deliveryId, DUE_SHARDS), due_at: dueAtMs }
  return { delivery_id: deliveryId, ...due, sandbox_delivery: delivery }
}
