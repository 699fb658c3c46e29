import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { dynamodbUnavailable, isUnknownResult, mayRepeat } from './dynamodb-errors.ts'
import { CALL_ATTEMPTS_MAX, jitteredWaitMs } from './retry-refused.ts'
import type { StoreNeeds } from './store-needs.ts'

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** Limits of one TransactWriteItems. */
export const TRANSACT_ACTIONS_MAX = 100

/** What became of one action of a transaction that was cancelled. */
export type ActionFate =
  /** Nothing was wrong with this one. */
  | { readonly kind: 'held' }
  /** Its condition does not hold; the item as it is, or undefined when there is none. */
  | { readonly kind: 'failed'; readonly found: Readonly<Record<string, unknown>> | undefined }
  /** Another transaction is at the item, or there is too much at once: it may be tried again. */
  | { readonly kind: 'refused' }

export type TransactResult =
  | { readonly kind: 'done' }
  /** Nothing was changed. Fate i is of action i. */
  | {
      readonly kind: 'cancelled'
      readonly fates: readonly ActionFate[]
      /** An earlier call under this token went unanswered: no other token may be tried. */
      readonly unanswered: boolean
    }
  /** It may have been done, or may still be. */
  | { readonly kind: 'unknown'; readonly error: unknown }

/**
 * One TransactWriteItems. What was refused as a whole, or whose answer is missing, is asked again
 * under the same token, which does it once however often it is asked. Throws unavailable when
 * nothing was done and nothing will be.
 */
export async function transactWrite(
  { dynamodb, ...needs }: StoreNeeds,
  { token, actions }: { readonly token: string; readonly actions: readonly TransactItem[] },
): Promise<TransactResult> {
  let unknown = false
  for (let attempt = 1; ; attempt++) {
    try {
      const TransactItems = [...actions]
      const command = new TransactWriteCommand({ TransactItems, ClientRequestToken: token })
      await dynamodb.documents.send(command)
      return { kind: 'done' }
    } catch (error) {
      if (error instanceof TransactionCanceledException) {
        const fates = (error.CancellationReasons ?? []).map(fateOf)
        // The client repeats calls by itself, and says how often, not why.
        const unanswered = unknown || (error.$metadata.attempts ?? 1) > 1
        return { kind: 'cancelled', fates, unanswered }
      }
      unknown ||= isUnknownResult(error)
      if (!mayRepeat(error)) throw error
      if (attempt === CALL_ATTEMPTS_MAX) {
        if (unknown) return { kind: 'unknown', error }
        throw dynamodbUnavailable(error)
      }
      await needs.clock.sleep(jitteredWaitMs(needs, attempt))
    }
  }
}

function fateOf({ Code, Item, Message }: CancellationReason): ActionFate {
  switch (Code) {
    case undefined:
    case 'None':
      return { kind: 'held' }
    case 'ConditionalCheckFailed':
      return { kind: 'failed', found: Item && unmarshall(Item) }
    case 'TransactionConflict':
    case 'ProvisionedThroughputExceeded':
    case 'ThrottlingError':
      return { kind: 'refused' }
    default:
      // ValidationError, ItemCollectionSizeLimitExceeded: another attempt would end the same way.
      throw new Error(`DynamoDB refuses a transaction: ${Code}, ${Message ?? ''}`)
  }
}
