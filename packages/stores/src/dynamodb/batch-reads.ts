import {
  BatchGetCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { DomainError } from '@usher/kernel'
import { CALL_ATTEMPTS_MAX, jitteredWaitMs, retryRefused } from './retry-refused.ts'
import type { StoreNeeds } from './store-needs.ts'

/** Items of one BatchGetItem. */
const GET_BATCH = 100

export type Item = Readonly<Record<string, unknown>>
/** Items by their keys, as they are now, in any order; those that are not there are left out. */
export async function getItems(
  needs: StoreNeeds,
  table: string,
  keys: readonly Item[],
): Promise<Item[]> {
  const found: Item[] = []
  for (let from = 0; from < keys.length; from += GET_BATCH) {
    found.push(...(await getBatch(needs, table, keys.slice(from, from + GET_BATCH))))
  }
  return found
}

async function getBatch(needs: StoreNeeds, table: string, keys: readonly Item[]): Promise<Item[]> {
  const found: Item[] = []
  let wanted: readonly Item[] = keys
  for (let attempt = 1; attempt <= CALL_ATTEMPTS_MAX; attempt++) {
    const Keys = wanted.map((key) => ({ ...key }))
    const RequestItems = { [table]: { Keys, ConsistentRead: true } }
    const answer = await retryRefused(needs, () =>
      needs.dynamodb.documents.send(new BatchGetCommand({ RequestItems })),
    )
    found.push(...(answer.Responses?.[table] ?? []))
    wanted = answer.UnprocessedKeys?.[table]?.Keys ?? []
    if (wanted.length === 0) return found
    await needs.clock.sleep(jitteredWaitMs(needs, attempt))
  }
  throw new DomainError('unavailable', 'dynamodb_unavailable', 'DynamoDB leaves reads undone')
}

/** Every item of a query, page by page as they are asked for. */
export async function* queryItems(
  needs: StoreNeeds,
  query: QueryCommandInput,
): AsyncGenerator<Item, void, undefined> {
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey']
  do {
    const page = await retryRefused(needs, () =>
      needs.dynamodb.documents.send(new QueryCommand({ ...query, ExclusiveStartKey })),
    )
    yield* page.Items ?? []
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
}

/** Every item of a table, page by page, in any order: for those who check, not who sell. */
export async function* scanItems(
  needs: StoreNeeds,
  scan: ScanCommandInput,
): AsyncGenerator<Item, void, undefined> {
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey']
  do {
    const page = await retryRefused(needs, () =>
      needs.dynamodb.documents.send(new ScanCommand({ ...scan, ExclusiveStartKey })),
    )
    yield* page.Items ?? []
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
}

/** How many items a query finds. */
export async function countItems(needs: StoreNeeds, query: QueryCommandInput): Promise<number> {
  let count = 0
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey']
  do {
    const counting = { ...query, Select: 'COUNT' as const, ExclusiveStartKey }
    const page = await retryRefused(needs, () =>
      needs.dynamodb.documents.send(new QueryCommand(counting)),
    )
    count += page.Count ?? 0
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return count
}

/** The items of several queries, each in order, as one in order; read only as far as asked for. */
export async function* mergedItems(
  queries: readonly AsyncGenerator<Item, void, undefined>[],
  compare: (a: Item, b: Item) => number,
): AsyncGenerator<Item, void, undefined> {
  const firsts = await Promise.all(queries.map((items) => items.next()))
  const heads = firsts.flatMap(({ done, value }, at) =>
    done === true || !value ? [] : [{ item: value, items: queries[at] }],
  )
  while (heads.length > 0) {
    const least = heads.reduce((a, b) => (compare(b.item, a.item) < 0 ? b : a))
    yield least.item
    const next = await least.items?.next()
    if (next?.value) least.item = next.value
    else heads.splice(heads.indexOf(least), 1)
  }
}
