import { BatchWriteCommand, type BatchWriteCommandInput, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { DomainError } from '@usher/kernel'
import { marshall } from '@aws-sdk/util-dynamodb'
import { type PlacedRecord, withoutPlace } from '../tables/placed-record.ts'
import { dynamodbUnavailable } from './dynamodb-errors.ts'
import type { TableDescription } from './ensure-tables.ts'
import { CALL_ATTEMPTS_MAX, jitteredWaitMs, retryRefused } from './retry-refused.ts'
import type { StoreNeeds } from './store-needs.ts'

/** Items of one BatchWriteItem. */
const BATCH = 25
/** Calls at once. */
const FILLERS = 8
/** What DynamoDB takes for an item; its own count of bytes is at most that of the JSON. */
const ITEM_BYTES_MAX = 400 * 1024
/** What it takes for the second part of a key; the first may have twice as much. */
const KEY_BYTES_MAX = 1024

/** Fails with conflict / store_not_empty when one of the tables has an item. */
export async function requireEmptyTables(
  needs: StoreNeeds,
  tables: readonly TableDescription[],
): Promise<void> {
  for (const { name } of tables) {
    const scan = new ScanCommand({ TableName: needs.dynamodb.table(name), Limit: 1 })
    const { Items = [] } = await retryRefused(needs, () => needs.dynamodb.documents.send(scan))
    if (Items.length === 0) continue
    const message = `the table ${needs.dynamodb.table(name)} is not empty: give it empty tables`
    throw new DomainError('conflict', 'store_not_empty', message, { table: name })
  }
}

/** Throws invalid / row_without_place for an item that DynamoDB would refuse. */
export function requireFittingItem(
  tables: readonly TableDescription[],
  { from, into, record }: PlacedRecord,
): void {
  const table = tables.find(({ name }) => name === into)
  if (!table) throw withoutPlace(from, `there is no table ${into}`)
  for (const [name, type] of Object.entries(table.attributes)) {
    const value = record[name]
    const isKey = table.key.includes(name)
    if (value === undefined && !isKey) continue
    const fits = type === 'N' ? Number.isFinite(value) : isKeyText(value)
    if (!fits) throw withoutPlace(from, `${name} cannot be a key of ${into}`)
  }
  const bytes = Buffer.byteLength(JSON.stringify(marshall(record, { removeUndefinedValues: true })))
  if (bytes > ITEM_BYTES_MAX) throw withoutPlace(from, `it is too large for an item of ${into}`)
}

function isKeyText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= KEY_BYTES_MAX
}

/**
 * Puts every record, several calls at once; whatever has the same key is replaced. Answers how
 * many there were.
 */
export async function fillTables(
  needs: StoreNeeds,
  records: AsyncIterable<PlacedRecord>,
): Promise<number> {
  const batches = inBatches(records)
  const counts = await Promise.all(
    Array.from({ length: FILLERS }, async () => {
      let count = 0
      for await (const batch of batches) {
        await putBatch(needs, batch)
        count += batch.length
      }
      return count
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

/** A generator answers one asker after the other, so several may draw from it. */
async function* inBatches(records: AsyncIterable<PlacedRecord>): AsyncGenerator<PlacedRecord[]> {
  let batch: PlacedRecord[] = []
  for await (const record of records) {
    batch.push(record)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function putBatch(needs: StoreNeeds, batch: readonly PlacedRecord[]): Promise<void> {
  const { dynamodb } = needs
  type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>
  const byTable = Map.groupBy(batch, ({ into }) => dynamodb.table(into))
  let rest: Requests = Object.fromEntries(
    [...byTable].map(([table, records]) => [
      table,
      records.map(({ record }) => ({ PutRequest: { Item: { ...record } } })),
    ]),
  )
  for (let attempt = 1; attempt <= CALL_ATTEMPTS_MAX; attempt++) {
    const put = new BatchWriteCommand({ RequestItems: rest })
    const answer = await retryRefused(needs, () => dynamodb.documents.send(put))
    rest = answer.UnprocessedItems ?? {}
    if (Object.keys(rest).length === 0) return
    await needs.clock.sleep(jitteredWaitMs(needs, attempt))
  }
  throw dynamodbUnavailable(new Error('it leaves writes undone'))
}
