import type { ReservationId } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import type { TransactItem } from '@usher/stores/dynamodb/transact-write'
import type { Conflict } from '../../domain/seat-transaction.ts'

/** What it means that the condition of an action does not hold. */
export type Finding =
  /** `stands`: what is found is exactly what the transaction wants. */
  | { readonly kind: 'conflict'; readonly conflict: Conflict; readonly stands: boolean }
  | { readonly kind: 'repeated'; readonly reservationId: ReservationId | null }
  /** This very transaction is in the journal: it was applied, and the answer got lost. */
  | { readonly kind: 'applied' }
  /** Another process has used the number in the journal. */
  | { readonly kind: 'sequence_taken' }

/** One action of a transaction and what its failure means. */
export interface SeatAction {
  /** The item: no two actions of one call may have the same. */
  readonly key: string
  readonly write: TransactItem
  readonly onFailed: (found: Item | undefined) => Finding
}
