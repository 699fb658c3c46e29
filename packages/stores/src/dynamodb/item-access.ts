import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { Item } from './batch-reads.ts'
import { retryRefused } from './retry-refused.ts'
import type { StoreNeeds } from './store-needs.ts'

/** What became of a conditional write. */
export type WriteResult =
  | { readonly kind: 'done' }
  /** The condition does not hold; the item as it is, or undefined when there is none. */
  | { readonly kind: 'failed'; readonly found: Item | undefined }

/** The item as it is now. */
export async function getItem(
  needs: StoreNeeds,
  table: string,
  key: Item,
): Promise<Item | undefined> {
  const get = { TableName: table, Key: { ...key }, ConsistentRead: true }
  const answer = await retryRefused(needs, () => needs.dynamodb.documents.send(new GetCommand(get)))
  return answer.Item
}

/**
 * A put under a condition. It may have been made twice when an answer was lost: the second then
 * fails and finds what the first has put, which the caller has to recognise.
 */
export function putItem(needs: StoreNeeds, put: PutCommandInput): Promise<WriteResult> {
  const command = new PutCommand({ ...put, ...showFound })
  return conditionally(needs, () => needs.dynamodb.documents.send(command))
}

/** An update under a condition; what is said of `putItem` holds here too. */
export function updateItem(needs: StoreNeeds, update: UpdateCommandInput): Promise<WriteResult> {
  const command = new UpdateCommand({ ...update, ...showFound })
  return conditionally(needs, () => needs.dynamodb.documents.send(command))
}

/** Nothing is there afterwards. */
export async function deleteItem(needs: StoreNeeds, table: string, key: Item): Promise<void> {
  const command = new DeleteCommand({ TableName: table, Key: { ...key } })
  await retryRefused(needs, () => needs.dynamodb.documents.send(command))
}

const showFound = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const

async function conditionally(
  needs: StoreNeeds,
  call: () => Promise<unknown>,
): Promise<WriteResult> {
  try {
    await retryRefused(needs, call)
    return { kind: 'done' }
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    return { kind: 'failed', found: error.Item && unmarshall(error.Item) }
  }
}
