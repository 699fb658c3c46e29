import type { PaymentId } from '@usher/kernel'
import { defineTable, put, remove, type Tables } from '@usher/stores'
import type { WebhookInbox } from '../../ports/webhook-inbox.ts'

interface DeliveryRow {
  readonly provider: string
  readonly delivery_id: string
  readonly payment_id: PaymentId
  readonly received_at_ms: number
}

export const webhookDeliveriesTable = defineTable<DeliveryRow>({
  name: 'webhook_deliveries',
  columns: {
    provider: 'text',
    delivery_id: 'text',
    payment_id: 'text',
    received_at_ms: 'integer',
  },
  key: ['provider', 'delivery_id'],
  indexes: { received: ['received_at_ms'] },
})

/**
 * One process owns the tables: no await stands between the look and the commit, so the first of two
 * wins.
 */
export function tablesWebhookInbox(tables: Tables): WebhookInbox {
  const find = (provider: string, deliveryId: string) =>
    tables.get(webhookDeliveriesTable, provider, deliveryId)
  return {
    has: async ({ provider, deliveryId }) => find(provider, deliveryId) !== undefined,
    async record({ provider, deliveryId, paymentId, receivedAtMs }) {
      if (find(provider, deliveryId)) return false
      const names = { provider, delivery_id: deliveryId, payment_id: paymentId }
      await tables.commit([put(webhookDeliveriesTable, { ...names, received_at_ms: receivedAtMs })])
      return true
    },
    async prune({ beforeMs, limit }) {
      const old = await tables.list(webhookDeliveriesTable, 'received', { below: beforeMs, limit })
      if (old.length === 0) return 0
      const removals = old.map((row) =>
        remove(webhookDeliveriesTable, row.provider, row.delivery_id),
      )
      await tables.commit(removals)
      return old.length
    },
  }
}
