import type { PaymentStore } from '../../ports/payment-store.ts'
import type { WebhookInbox } from '../../ports/webhook-inbox.ts'
import { dynamodbPaymentStore } from './payment-store.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { dynamodbWebhookInbox, type WebhookInboxOptions } from './webhook-inbox.ts'

export interface DynamodbPaymentStores {
  readonly payments: PaymentStore
  readonly inbox: WebhookInbox
}

/**
 * What payment keeps in DynamoDB, over tables as `paymentTables` describes them. Connects with the
 * first call; any number of processes may have it open.
 */
export function openDynamodbPaymentStores(
  needs: StoreNeeds,
  options: WebhookInboxOptions,
): DynamodbPaymentStores {
  return { payments: dynamodbPaymentStore(needs), inbox: dynamodbWebhookInbox(needs, options) }
}
