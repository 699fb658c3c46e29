import type { EventId, SeatNumber } from '@usher/kernel'
import { unknownSeat } from '../domain/errors.ts'
import type { SeatState } from '../domain/seat.ts'
import type { SeatFacts } from '../domain/seat-layout.ts'
import { type LoadedMap, requireMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'

/** A seat as it stands on the map and as the ledger has it. */
export interface SeatInFull {
  readonly facts: SeatFacts
  readonly state: SeatState
  readonly map: LoadedMap
}

/** Throws not_found / seat_map_not_found or unknown_seat. */
export async function getSeat(
  { events, ledger }: InventoryPorts,
  { eventId, seatNumber }: { eventId: EventId; seatNumber: SeatNumber },
): Promise<SeatInFull> {
  const map = requireMap(await events.open(eventId))
  const index = map.layout.indexOf(seatNumber)
  if (index === undefined) throw unknownSeat([seatNumber])
  const [state] = await ledger.seats(eventId, [seatNumber])
  if (!state) throw new Error('the ledger left a seat without a state')
  return { facts: map.layout.seatAt(index), state, map }
}
