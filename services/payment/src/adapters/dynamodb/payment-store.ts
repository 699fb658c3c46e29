import type { PaymentId } from '@usher/kernel'
import { getItems } from '@usher/stores/dynamodb/batch-reads'
import { getItem, putItem } from '@usher/stores/dynamodb/item-access'
import { newTransactionToken } from '@usher/stores/dynamodb/transact-retried'
import { NewestSeen } from '@usher/stores/memory/newest-seen'
import { paymentChanged } from '../../domain/errors.ts'
import type { Payment } from '../../domain/payment.ts'
import type { PaymentStore } from '../../ports/payment-store.ts'
import { paymentItem, paymentOf } from './payment-item.ts'
import { listByPayment, paymentKey } from './payment-key.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { paymentsTable } from './table-descriptions.ts'

/** Payments that are under way, half a kilobyte each. */
const SEEN_MAX = 20_000

/** Payments in DynamoDB. Any number of processes may have one over the same tables. */
export function dynamodbPaymentStore(needs: StoreNeeds): PaymentStore {
  const table = needs.dynamodb.table(paymentsTable.name)
  const seen = new NewestSeen<PaymentId, Payment>({ max: SEEN_MAX })
  const save = async (payment: Payment) => {
    // Until it is known what the store has.
    seen.forget(payment.paymentId)
    await savePayment(needs, payment)
    seen.see(payment.paymentId, payment)
  }
  return {
    async get(paymentId) {
      const item = await getItem(needs, table, paymentKey(paymentId))
      const payment = item && paymentOf(item)
      if (payment) seen.see(paymentId, payment)
      return payment
    },
    async many(paymentIds) {
      const keys = [...new Set(paymentIds)].map(paymentKey)
      return (await getItems(needs, table, keys)).map(paymentOf)
    },
    seen: (paymentId) => seen.get(paymentId),
    save,
    note: save,
    list: async (page) => (await listByPayment(needs, table, page)).map(paymentOf),
  }
}

/**
 * A put that was made twice because an answer was lost finds itself; somebody else's with the same
 * content has another name.
 */
async function savePayment(needs: StoreNeeds, payment: Payment): Promise<void> {
  const { paymentId, version } = payment
  const writeId = newTransactionToken(needs.random)
  const isNext = version === 1 ? 'attribute_not_exists(version)' : 'version = :before'
  const result = await putItem(needs, {
    TableName: needs.dynamodb.table(paymentsTable.name),
    Item: paymentItem(payment, writeId),
    ConditionExpression: isNext,
    ...(version !== 1 && { ExpressionAttributeValues: { ':before': version - 1 } }),
  })
  if (result.kind === 'done' || result.found?.['write_id'] === writeId) return
  throw paymentChanged(paymentId)
}
