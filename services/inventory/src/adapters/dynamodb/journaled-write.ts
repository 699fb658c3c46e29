import { DomainError, type EventId } from '@usher/kernel'
import { CALL_ATTEMPTS_MAX, jitteredWaitMs } from '@usher/stores/dynamodb/retry-refused'
import { spreadKey } from '@usher/stores/dynamodb/spread-keys'
import { type TransactItem, transactWrite } from '@usher/stores/dynamodb/transact-write'
import type { Cause } from '../../domain/seat-transaction.ts'
import { journalItem } from './journal-item.ts'
import type { JournalSequence } from './journal-sequence.ts'
import type { StoreNeeds } from './store-needs.ts'
import { seatJournalTable } from './table-descriptions.ts'
import { newTransactionId } from './transaction-id.ts'

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
  const transactionId = newTransactionId(needs.random)
  for (let attempt = 1; attempt <= CALL_ATTEMPTS_MAX; attempt++) {
    const place = { key: spreadKey(eventId, 0), sequence: needs.sequence.next(), transactionId }
    const Put = {
      TableName: needs.dynamodb.table(seatJournalTable.name),
      Item: journalItem(place, { cause, seats: [], areas: [] }),
      ConditionExpression: 'attribute_not_exists(transaction_id)',
    }
    const token = newTransactionId(needs.random)
    const result = await transactWrite(needs, { token, actions: [write, { Put }] })
    if (result.kind === 'done') return true
    if (result.kind === 'unknown') throw unknown(result.error)
    if (result.fates[0]?.kind === 'failed') return false
    await needs.clock.sleep(jitteredWaitMs(needs, attempt))
  }
  throw new DomainError(
    'unavailable',
    'seat_store_contended',
    'others change the event all the time',
  )
}

function unknown(cause: unknown): DomainError {
  const message = 'DynamoDB did not say whether the event was changed'
  return new DomainError('unavailable', 'seat_store_unavailable', message, {}, cause)
}
