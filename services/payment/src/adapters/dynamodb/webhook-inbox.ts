import { getItem, putItem } from '@usher/stores/dynamodb/item-access'
import { secondsOf } from '@usher/stores/dynamodb/seconds'
import { newTransactionToken } from '@usher/stores/dynamodb/transact-retried'
import type { WebhookDelivery, WebhookInbox } from '../../ports/webhook-inbox.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { webhookDeliveriesTable } from './table-descriptions.ts'

export interface WebhookInboxOptions {
  /** So long a delivery is remembered at least; DynamoDB deletes it within days afterwards. */
  readonly webhookKeepMs: number
}

/** Webhook deliveries in DynamoDB, which forgets them by itself. */
export function dynamodbWebhookInbox(
  needs: StoreNeeds,
  options: WebhookInboxOptions,
): WebhookInbox {
  const table = needs.dynamodb.table(webhookDeliveriesTable.name)
  return {
    async has(name) {
      return (await getItem(needs, table, { delivery: deliveryName(name) })) !== undefined
    },
    record: (delivery) => record(needs, delivery, options),
    prune: () => Promise.resolve(0),
  }
}

/** A put that was made twice because an answer was lost finds itself, and was the first. */
async function record(
  needs: StoreNeeds,
  delivery: WebhookDelivery,
  { webhookKeepMs }: WebhookInboxOptions,
): Promise<boolean> {
  const writeId = newTransactionToken(needs.random)
  const result = await putItem(needs, {
    TableName: needs.dynamodb.table(webhookDeliveriesTable.name),
    Item: deliveryItem(delivery, { writeId, webhookKeepMs }),
    ConditionExpression: 'attribute_not_exists(delivery)',
  })
  return result.kind === 'done' || result.found?.['write_id'] === writeId
}

export function deliveryItem(
  delivery: WebhookDelivery,
  { writeId, webhookKeepMs }: { readonly writeId: string; readonly webhookKeepMs: number },
) {
  const { paymentId, receivedAtMs } = delivery
  return {
    delivery: deliveryName(delivery),
    payment_id: paymentId,
    received_at: secondsOf(receivedAtMs),
    write_id: writeId,
    ttl: Math.ceil(secondsOf(receivedAtMs + webhookKeepMs)),
  }
}

/** Providers have names of ours, without a `#`. */
function deliveryName({ provider, deliveryId }: { provider: string; deliveryId: string }): string {
  return `${provider}#${deliveryId}`
}
