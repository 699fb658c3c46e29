import { DomainError } from '@usher/kernel'
import { getItem } from '@usher/stores/dynamodb/item-access'
import { CALL_ATTEMPTS_MAX, jitteredWaitMs } from '@usher/stores/dynamodb/retry-refused'
import {
  type ActionFate,
  transactWrite,
  type TransactResult,
} from '@usher/stores/dynamodb/transact-write'
import { applied, type Outcome } from '../../domain/seat-transaction.ts'
import type { JournalSequence } from './journal-sequence.ts'
import { judge, type PreparedTransaction, prepare } from './prepared-transaction.ts'
import type { SeatAction } from './seat-action.ts'
import type { ActionNeeds } from './seat-actions.ts'
import { seatJournalTable } from './table-descriptions.ts'
import { newTransactionToken } from '@usher/stores/dynamodb/transact-retried'

export interface PackNeeds extends ActionNeeds {
  readonly sequence: JournalSequence
}

/**
 * Writes a pack of transactions in one call. When DynamoDB cancels it, whoever has a condition that
 * does not hold has their answer, and all others are written one by one, so that nobody fails for a
 * neighbour.
 */
export function commitPack(
  needs: PackNeeds,
  pack: readonly PreparedTransaction[],
): readonly Promise<Outcome>[] {
  const [only] = pack
  if (only && pack.length === 1) return [commitOne(needs, only)]
  const together = write(needs, pack)
  return pack.map(async (prepared) => {
    const result = await together
    if (result.kind === 'done') return applied
    if (result.kind === 'unknown') return resolveUnknown(needs, prepared, result.error)
    const judgement = judge(prepared, result.fateOf)
    return judgement.kind === 'outcome' ? judgement.outcome : commitOne(needs, prepared)
  })
}

/** Tries again, with full jitter, while another transaction is at an item or there is too much. */
async function commitOne(needs: PackNeeds, first: PreparedTransaction): Promise<Outcome> {
  let prepared = first
  for (let attempt = 1; attempt <= CALL_ATTEMPTS_MAX; attempt++) {
    const result = await write(needs, [prepared])
    if (result.kind === 'done') return applied
    if (result.kind === 'unknown') return resolveUnknown(needs, prepared, result.error)
    const judgement = judge(prepared, result.fateOf)
    if (judgement.kind === 'outcome') return judgement.outcome
    if (judgement.kind === 'sequence_taken') prepared = withNextSequence(needs, prepared)
    await needs.clock.sleep(jitteredWaitMs(needs, attempt))
  }
  const message = 'others are changing the same seats all the time; nothing was changed'
  throw new DomainError('unavailable', 'seat_store_contended', message)
}

type Written =
  | Exclude<TransactResult, { kind: 'cancelled' }>
  | { readonly kind: 'cancelled'; readonly fateOf: (action: SeatAction) => ActionFate | undefined }

async function write(needs: PackNeeds, pack: readonly PreparedTransaction[]): Promise<Written> {
  const actions = new Map<string, SeatAction>()
  for (const prepared of pack)
    for (const action of prepared.actions) actions.set(action.key, action)
  const keys = [...actions.keys()]
  const result = await transactWrite(needs, {
    token: newTransactionToken(needs.random),
    actions: [...actions.values()].map(({ write }) => write),
  })
  if (result.kind !== 'cancelled') return result
  const fates = new Map(keys.map((key, at) => [key, result.fates[at]]))
  return { kind: 'cancelled', fateOf: ({ key }) => fates.get(key) }
}

function withNextSequence(needs: PackNeeds, prepared: PreparedTransaction): PreparedTransaction {
  const { transaction, event } = prepared
  const journal = { ...prepared.journal, sequence: needs.sequence.next() }
  return prepare(needs, transaction, { event, journal })
}

/**
 * Nobody answered, however often the call was made again under its token: the journal tells whether
 * it was applied. When it was not, it may yet be, by a call that is still on its way: that is not a
 * conflict, and the caller may ask again under its operation id.
 */
async function resolveUnknown(
  needs: PackNeeds,
  { journal }: PreparedTransaction,
  cause: unknown,
): Promise<Outcome> {
  const { key, sequence, transactionId } = journal
  const table = needs.dynamodb.table(seatJournalTable.name)
  const found = await getItem(needs, table, { event_id: key, sequence })
  if (found?.['transaction_id'] === transactionId) return applied
  const message = 'DynamoDB did not say whether the seats were changed'
  throw new DomainError('unavailable', 'seat_store_unavailable', message, {}, cause)
}
