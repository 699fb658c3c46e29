import type { PaymentId } from '@usher/kernel'
import { type Change, defineTable, put, remove, type Tables } from '@usher/stores'
import type { SandboxChange, SandboxDelivery, SandboxLedger } from './sandbox-ledger.ts'
import type { SandboxPayment } from './sandbox-payment.ts'

interface ChallengeRow {
  readonly challenge_id: string
  readonly payment_id: PaymentId
}

/**
 * The sandbox plays a foreign bank: its rows are its own objects, in its own tables, and nobody
 * else reads them.
 */
export const sandboxPaymentsTable = defineTable<SandboxPayment>({
  name: 'sandbox_payments',
  columns: {
    paymentId: 'text',
    bookingId: 'text',
    providerRef: 'text',
    token: 'text',
    amountMinor: 'integer',
    currency: 'text',
    status: 'text',
    declineCode: 'text',
    challengeId: 'text',
    settlesAtMs: 'integer',
    captureBeforeMs: 'integer',
    refunds: 'json',
    createdAtMs: 'integer',
    updatedAtMs: 'integer',
  },
  key: ['paymentId'],
})

export const sandboxChallengesTable = defineTable<ChallengeRow>({
  name: 'sandbox_challenges',
  columns: { challenge_id: 'text', payment_id: 'text' },
  key: ['challenge_id'],
})

export const sandboxDeliveriesTable = defineTable<SandboxDelivery>({
  name: 'sandbox_deliveries',
  columns: {
    deliveryId: 'text',
    paymentId: 'text',
    createdAtMs: 'integer',
    dueAtMs: 'integer',
    failures: 'integer',
    remaining: 'integer',
  },
  key: ['deliveryId'],
  indexes: { due: ['dueAtMs'] },
})

/**
 * One process owns the tables: no await stands between `get`, `step` and `commit`, so an update is
 * atomic.
 */
export function tablesSandboxLedger(tables: Tables): SandboxLedger {
  return {
    get: async (paymentId) => tables.get(sandboxPaymentsTable, paymentId),
    async update(paymentId, step) {
      const payment = tables.get(sandboxPaymentsTable, paymentId)
      const change = step(payment)
      if (!change) return payment
      await tables.commit(rowsOf(payment, change))
      return change.payment
    },
    challenged: async (challengeId) => tables.get(sandboxChallengesTable, challengeId)?.payment_id,
    dueDeliveries: ({ nowMs, limit }) =>
      tables.list(sandboxDeliveriesTable, 'due', { below: nowMs + 1, limit }),
    saveDelivery: (delivery) => tables.commit([put(sandboxDeliveriesTable, delivery)]),
    removeDelivery: (deliveryId) => tables.commit([remove(sandboxDeliveriesTable, deliveryId)]),
    list({ after, limit }) {
      const behind = after === undefined ? {} : { after: [after] }
      return tables.list(sandboxPaymentsTable, 'key', { ...behind, limit })
    },
  }
}

function rowsOf(before: SandboxPayment | undefined, change: SandboxChange): readonly Change[] {
  const { payment, delivery } = change
  const changes = [put(sandboxPaymentsTable, payment)]
  if (delivery) changes.push(put(sandboxDeliveriesTable, delivery))
  if (payment.challengeId !== '' && !before) {
    const row = { challenge_id: payment.challengeId, payment_id: payment.paymentId }
    changes.push(put(sandboxChallengesTable, row))
  }
  return changes
}
