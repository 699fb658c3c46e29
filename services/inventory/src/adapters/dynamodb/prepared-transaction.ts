import type { ActionFate } from '@usher/stores/dynamodb/transact-write'
import { applied, type Outcome, type SeatTransaction } from '../../domain/seat-transaction.ts'
import type { Finding, SeatAction } from './seat-action.ts'
import { type ActionNeeds, seatActions } from './seat-actions.ts'
import type { JournalPlace } from './journal-item.ts'
import type { PlacedEvent } from './placed-events.ts'

/** A transaction as the actions that DynamoDB is given. */
export interface PreparedTransaction {
  readonly transaction: SeatTransaction
  readonly event: PlacedEvent
  readonly journal: JournalPlace
  readonly actions: readonly SeatAction[]
}

export function prepare(
  needs: ActionNeeds,
  transaction: SeatTransaction,
  placed: { event: PlacedEvent; journal: JournalPlace },
): PreparedTransaction {
  return { transaction, ...placed, actions: seatActions(needs, transaction, placed) }
}

/**
 * What follows from the fates of its actions: an outcome, or that it must be tried again. Its own
 * entry in the journal outweighs everything, for then it was applied before; a known operation id
 * outweighs conflicts, for then the first outcome stands.
 */
export type Judgement =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'again' }
  | { readonly kind: 'sequence_taken' }

export function judge(
  { transaction, actions }: PreparedTransaction,
  fateOf: (action: SeatAction) => ActionFate | undefined,
): Judgement {
  const findings = actions.flatMap((action) => {
    const fate = fateOf(action)
    return fate?.kind === 'failed' ? [action.onFailed(fate.found)] : []
  })
  const of = (kind: Finding['kind']) => findings.find((finding) => finding.kind === kind)
  if (of('applied')) return { kind: 'outcome', outcome: applied }
  const repeat = of('repeated')
  if (repeat?.kind === 'repeated') return { kind: 'outcome', outcome: repeat }
  const lost = findings.filter((finding) => finding.kind === 'conflict')
  if (lost.length > 0) return { kind: 'outcome', outcome: conflictOf(transaction, lost) }
  return { kind: of('sequence_taken') ? 'sequence_taken' : 'again' }
}

/** When exactly what the transaction wants is what stands, it was applied and forgotten. */
function conflictOf(
  { seats, reservations }: SeatTransaction,
  lost: readonly Extract<Finding, { kind: 'conflict' }>[],
): Outcome {
  const standing = lost.filter(({ stands }) => stands).length
  const wanted = seats.length + reservations.length
  if (wanted > 0 && standing === wanted) {
    return { kind: 'repeated', reservationId: reservations[0]?.next.reservationId ?? null }
  }
  return { kind: 'conflict', conflicts: lost.map(({ conflict }) => conflict) }
}
