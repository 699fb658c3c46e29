import type { PaymentId } from '@usher/kernel'
import { type Item, mergedItems, queryItems } from '@usher/stores/dynamodb/batch-reads'
import { shardOf } from '@usher/stores/dynamodb/spread-keys'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'

/**
 * Payments are spread over so many keys: a payment is written up to four times, and a key takes
 * 1,000 writes a second, which makes 32,000 payments a second. Part of what is stored: may never
 * change.
 */
const SHARDS = 128
/** Read of one shard at a time, at least. */
const SHARD_PAGE_MIN = 4

export function paymentKey(paymentId: PaymentId) {
  return { payment_shard: shardOf(paymentId, SHARDS), payment_id: paymentId }
}

/** The items of a table with these keys, as they are now, in the order of their payments' ids. */
export async function listByPayment(
  needs: StoreNeeds,
  table: string,
  { after, limit }: { readonly after?: PaymentId; readonly limit: number },
): Promise<readonly Item[]> {
  const behind = after === undefined ? '' : ' AND payment_id > :after'
  const queries = Array.from({ length: SHARDS }, (_, shard) =>
    queryItems(needs, {
      TableName: table,
      KeyConditionExpression: `payment_shard = :shard${behind}`,
      ExpressionAttributeValues: { ':shard': shard, ...(behind && { ':after': after }) },
      ConsistentRead: true,
      Limit: Math.max(SHARD_PAGE_MIN, Math.ceil((2 * limit) / SHARDS)),
    }),
  )
  const items: Item[] = []
  for await (const item of mergedItems(queries, byPaymentId)) {
    items.push(item)
    if (items.length === limit) break
  }
  return items
}

function byPaymentId(a: Item, b: Item): number {
  return String(a['payment_id']) < String(b['payment_id']) ? -1 : 1
}
