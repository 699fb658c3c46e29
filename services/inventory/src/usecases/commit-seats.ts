import type { SeatNumber } from '@usher/kernel'
import type { Outcome, SeatTransaction } from '../domain/seat-transaction.ts'
import type { SeatView } from '../domain/seat-view.ts'
import type { LoadedEvent } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { showPlaces, showSeat, showTransaction } from '../seat-show.ts'

/** How often a request begins anew when others were faster. */
export const ATTEMPTS_MAX = 8
/** How often a correction is read again because the view moved meanwhile. */
const CORRECTIONS_MAX = 5

/**
 * Commits a change of an opened event. The view shows it in the same turn, before it is durable, so
 * that requests of this process do not choose the same seats; a conflict makes the view look at the
 * ledger again.
 */
export async function commitSeats(
  ports: InventoryPorts,
  event: LoadedEvent,
  transaction: SeatTransaction,
): Promise<Outcome> {
  const { eventId } = transaction
  if (event.map) showTransaction(event.map.view, transaction)
  const [outcome] = await ports.ledger.commit([transaction])
  if (!outcome) throw new Error('the ledger left a transaction without an outcome')
  if (outcome.kind === 'applied') return outcome
  if (outcome.kind === 'conflict') {
    ports.telemetry.conflicted(transaction.cause.action)
    if (outcome.conflicts.some(({ kind }) => kind === 'seat_map')) ports.events.forget(eventId)
  }
  const seatNumbers = transaction.seats.map(({ seatNumber }) => seatNumber)
  await correctView(ports, event, seatNumbers)
  return outcome
}

/**
 * Shows these seats and all areas as the ledger has them. Reads again when the view changed between
 * the reading and the showing, for then the ledger may have, too.
 */
export async function correctView(
  { ledger }: InventoryPorts,
  { eventId, map }: LoadedEvent,
  seatNumbers: readonly SeatNumber[],
): Promise<void> {
  if (!map) return
  const { view } = map
  for (let attempt = 1; attempt <= CORRECTIONS_MAX; attempt++) {
    const readAt = view.changeNumber
    const states = await ledger.seats(eventId, seatNumbers)
    const taken = view.layout.areas.length > 0 ? await ledger.takenPlaces(eventId) : undefined
    if (view.changeNumber !== readAt && attempt < CORRECTIONS_MAX) continue
    for (const [at, state] of states.entries()) showSeatAt(view, seatNumbers[at], state.status)
    if (taken) showPlaces(view, taken)
    return
  }
}

function showSeatAt(
  view: SeatView,
  seatNumber: SeatNumber | undefined,
  status: Parameters<typeof showSeat>[2],
): void {
  if (seatNumber !== undefined) showSeat(view, seatNumber, status)
}
