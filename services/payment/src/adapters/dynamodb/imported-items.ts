import { everyRow, type PlacedRecord, placedRecord, type Tables } from '@usher/stores'
import * as embedded from '../sandbox/tables-sandbox-ledger.ts'
import { fromRow, paymentsTable as paymentRows } from '../tables/payments-table.ts'
import { webhookDeliveriesTable as deliveryRows } from '../tables/webhook-inbox.ts'
import { paymentItem } from './payment-item.ts'
import { sandboxDeliveryItem, sandboxPaymentItem } from './sandbox-items.ts'
import {
  paymentsTable,
  sandboxChallengesTable,
  sandboxDeliveriesTable,
  sandboxPaymentsTable,
  webhookDeliveriesTable,
} from './table-descriptions.ts'
import { deliveryItem, type WebhookInboxOptions } from './webhook-inbox.ts'

/** Names no write of a process: none has made what an import puts. */
const WRITE_ID = 'import'

/** Everything that payment keeps in the embedded store, as items of DynamoDB. */
export async function* paymentItems(
  tables: Tables,
  { webhookKeepMs }: WebhookInboxOptions,
): AsyncGenerator<PlacedRecord> {
  for await (const row of everyRow(tables, paymentRows)) {
    const record = paymentItem(fromRow(row), WRITE_ID)
    yield placedRecord(paymentRows, row, { into: paymentsTable.name, record })
  }
  for await (const row of everyRow(tables, deliveryRows)) {
    const delivery = {
      provider: row.provider,
      deliveryId: row.delivery_id,
      paymentId: row.payment_id,
      receivedAtMs: row.received_at_ms,
    }
    const record = deliveryItem(delivery, { writeId: WRITE_ID, webhookKeepMs })
    yield placedRecord(deliveryRows, row, { into: webhookDeliveriesTable.name, record })
  }
  yield* sandboxItems(tables)
}

/** The books of the sandbox bank, which are its own objects in both stores. */
async function* sandboxItems(tables: Tables): AsyncGenerator<PlacedRecord> {
  for await (const row of everyRow(tables, embedded.sandboxPaymentsTable)) {
    const place = { into: sandboxPaymentsTable.name, record: sandboxPaymentItem(row, 1) }
    yield placedRecord(embedded.sandboxPaymentsTable, row, place)
  }
  for await (const row of everyRow(tables, embedded.sandboxChallengesTable)) {
    const place = { into: sandboxChallengesTable.name, record: row }
    yield placedRecord(embedded.sandboxChallengesTable, row, place)
  }
  for await (const row of everyRow(tables, embedded.sandboxDeliveriesTable)) {
    const place = { into: sandboxDeliveriesTable.name, record: sandboxDeliveryItem(row) }
    yield placedRecord(embedded.sandboxDeliveriesTable, row, place)
  }
}
