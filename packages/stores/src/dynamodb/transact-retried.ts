import { DomainError, type Random } from '@usher/kernel'
import { CALL_ATTEMPTS_MAX, jitteredWaitMs, type RetryNeeds } from './retry-refused.ts'
import { type ActionFate, type TransactItem, transactWrite } from './transact-write.ts'
import type { StoreNeeds } from './store-needs.ts'

export type Transacted =
  | { readonly kind: 'done' }
  /** A condition does not hold, and nothing was changed. Fate i is of action i. */
  | { readonly kind: 'failed'; readonly fates: readonly ActionFate[] }
  /** It may have been done, or may still be: to be found out by reading. */
  | { readonly kind: 'unknown'; readonly error: unknown }

/**
 * One transaction, tried again while other transactions are at its items. `actions` are asked for
 * anew each time, so that what is spread at random may go elsewhere, unless a call went unanswered:
 * then the same is asked for under the same token until the end, which does it once. Throws
 * unavailable when it was refused for too long.
 */
export async function transactRetried(
  needs: StoreNeeds,
  actions: () => readonly TransactItem[],
): Promise<Transacted> {
  let transaction = newTransaction(needs, actions())
  let unanswered = false
  for (let attempt = 1; attempt <= CALL_ATTEMPTS_MAX; attempt++) {
    const result = await transactWrite(needs, transaction)
    if (result.kind !== 'cancelled') return result
    if (isFailed(result)) return { kind: 'failed', fates: result.fates }
    unanswered ||= result.unanswered
    if (!unanswered) transaction = newTransaction(needs, actions())
    await needs.clock.sleep(jitteredWaitMs(needs, attempt))
  }
  if (unanswered) return { kind: 'unknown', error: transactionsMeet() }
  throw transactionsMeet()
}

/**
 * One transaction; `refused`: others are at its items, it may be tried again by whoever looks first
 * whether it was done, for a call may have gone unanswered before.
 */
export async function transactOnce(
  needs: StoreNeeds,
  actions: readonly TransactItem[],
): Promise<Transacted | { readonly kind: 'refused' }> {
  const result = await transactWrite(needs, newTransaction(needs, actions))
  if (result.kind !== 'cancelled') return result
  return isFailed(result) ? { kind: 'failed', fates: result.fates } : { kind: 'refused' }
}

function newTransaction({ random }: RetryNeeds, actions: readonly TransactItem[]) {
  return { token: newTransactionToken(random), actions }
}

function isFailed({ fates }: { readonly fates: readonly ActionFate[] }): boolean {
  return fates.some(({ kind }) => kind === 'failed')
}

/** unavailable / dynamodb_unavailable, for those who tried again for too long. */
export function transactionsMeet(): DomainError {
  const message = 'too many transactions are at the same items'
  return new DomainError('unavailable', 'dynamodb_unavailable', message)
}

/** 32 characters, of at most 36 that a ClientRequestToken may have. */
const TOKEN_BYTES = 16

/** A name for one write that nobody else draws. */
export function newTransactionToken(random: Random): string {
  return Buffer.from(random.bytes(TOKEN_BYTES)).toString('hex')
}
