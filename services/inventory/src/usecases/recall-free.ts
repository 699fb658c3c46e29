import type { SeatNumber } from '@usher/kernel'
import type { SeatState } from '../domain/seat.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import type { OpenSale } from './chosen.ts'

/** The seats as they are remembered, if all were free then; undefined: ask the ledger. */
export function recallFree(
  { memory }: InventoryPorts,
  { event: { eventId } }: OpenSale,
  seatNumbers: readonly SeatNumber[],
): readonly SeatState[] | undefined {
  const states = memory.seats(eventId, seatNumbers)
  return states?.every(({ status }) => status === 'AVAILABLE') ? states : undefined
}
