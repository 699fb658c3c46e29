import { DomainError, type Random } from '@usher/kernel'
import type { Dynamodb } from './open-dynamodb.ts'
import { CALL_ATTEMPTS_MAX, jitteredWaitMs, type RetryNeeds } from './retry-refused.ts'
import { type ActionFate, type TransactItem, transactWrite } from './transact-write.ts'

export type Transacted =
  | { readonly kind: 'done' }
  /** A condition does not hold, and nothing was changed. Fate i is of action i. */
  | { readonly kind: 'failed'; readonly fates: readonly ActionFate[] }
  /** It may have been done, or may still be: to be found out by reading. */
  | { readonly kind: 'unknown'; readonly error: unknown }

/**
 * One transaction, tried again while other transactions are at its items. `actions` are asked for
 * anew each time, so that what is spread at random may go elsewhere. Throws unavailable when it was
 * refused for too long.
 */
export async function transactRetried(
  needs: RetryNeeds & { readonly dynamodb: Dynamodb },
  actions: () => readonly TransactItem[],
): Promise<Transacted> {
  for (let attempt = 1; attempt <= CALL_ATTEMPTS_MAX; attempt++) {
    const token = newTransactionToken(needs.random)
    const result = await transactWrite(needs, { token, actions: actions() })
    if (result.kind !== 'cancelled') return result
    const { fates } = result
    if (fates.some(({ kind }) => kind === 'failed')) return { kind: 'failed', fates }
    await needs.clock.sleep(jitteredWaitMs(needs, attempt))
  }
  const message = 'too many transactions are at the same items'
  throw new DomainError('unavailable', 'dynamodb_unavailable', message)
}

/** 32 characters, of at most 36 that a ClientRequestToken may have. */
const TOKEN_BYTES = 16

/** A name for one write that nobody else draws. */
export function newTransactionToken(random: Random): string {
  return Buffer.from(random.bytes(TOKEN_BYTES)).toString('hex')
}
