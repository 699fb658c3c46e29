import type { SeatNumber } from '@usher/kernel'
import type { Outcome, SeatTransaction } from '../domain/seat-transaction.ts'
import type { LoadedEvent, LoadedMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { showTransaction, takeBackMoves } from '../seat-show.ts'
import { correctView } from './correct-view.ts'

/** How often a request begins anew when others were faster. */
export const ATTEMPTS_MAX = 8

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
  const { map } = event
  const shown = map ? showTransaction(map.view, transaction) : []
  const outcome = await commitShown(ports, map, transaction)
  if (outcome.kind === 'applied') return outcome
  if (map) takeBackMoves(map.view, shown)
  if (outcome.kind === 'conflict') {
    ports.telemetry.conflicted(transaction.cause.action)
    const { conflicts } = outcome
    if (conflicts.some(({ kind }) => kind === 'seat_map')) ports.events.forget(event.eventId)
  }
  await correctView(ports, event, numbersOf(transaction))
  return outcome
}

async function commitShown(
  { ledger }: InventoryPorts,
  map: LoadedMap | null,
  transaction: SeatTransaction,
): Promise<Outcome> {
  const { areas } = transaction
  if (areas.length > 0) map?.moves.begin(areas)
  try {
    const [outcome] = await ledger.commit([transaction])
    if (!outcome) throw new Error('the ledger left a transaction without an outcome')
    return outcome
  } catch (error) {
    // It may have applied all the same.
    for (const seatNumber of numbersOf(transaction)) map?.unsure.add(seatNumber)
    throw error
  } finally {
    if (areas.length > 0) map?.moves.end(areas)
  }
}

function numbersOf({ seats }: SeatTransaction): SeatNumber[] {
  return seats.map(({ seatNumber }) => seatNumber)
}
