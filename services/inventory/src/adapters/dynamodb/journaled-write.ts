import { DomainError, type EventId } from '@usher/kernel'
import { spreadKey } from '@usher/stores/dynamodb/spread-keys'
import { newTransactionToken, transactRetried } from '@usher/stores/dynamodb/transact-retried'
import type { TransactItem } from '@usher/stores/dynamodb/transact-write'
import type { Cause } from '../../domain/seat-transaction.ts'
import { journalItem } from './journal-item.ts'
import type { JournalSequence } from './journal-sequence.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { seatJournalTable } from './table-descriptions.ts'

/** How often another number is drawn because one is taken. */
const SEQUENCES_MAX = 5

export interface JournaledNeeds extends StoreNeeds {
  readonly sequence: JournalSequence
}

export interface JournaledWrite {
  readonly write: TransactItem
  readonly eventId: EventId
  readonly cause: Cause
}

/**
 * One conditional write of an event and its entry in the journal, together. False when the
 * condition does not hold.
 */
export async function journaled(
  needs: JournaledNeeds,
  { write, eventId, cause }: JournaledWrite,
): Promise<boolean> {
  const transactionId = newTransactionToken(needs.random)
  for (let attempt = 1; attempt <= SEQUENCES_MAX; attempt++) {
    const place = { key: spreadKey(eventId, 0), sequence: needs.sequence.next(), transactionId }
    const Put = {
      TableName: needs.dynamodb.table(seatJournalTable.name),
      Item: journalItem(place, { cause, seats: [], areas: [] }),
      ConditionExpression: 'attribute_not_exists(transaction_id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }
    const result = await transactRetried(needs, () => [write, { Put }])
    if (result.kind === 'done') return true
    if (result.kind === 'unknown')
      throw unavailable('DynamoDB did not say whether it is done', result)
    const [fate, journal] = result.fates
    // An answer was lost, and this is what the first call has written.
    if (journal?.kind === 'failed' && journal.found?.['transaction_id'] === transactionId)
      return true
    if (fate?.kind === 'failed') return false
  }
  throw unavailable('others change the event all the time')
}

function unavailable(message: string, { error }: { error?: unknown } = {}): DomainError {
  return new DomainError('unavailable', 'seat_store_unavailable', message, {}, error)
}
