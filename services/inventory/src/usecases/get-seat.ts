import type { EventId, SeatNumber } from '@usher/kernel'
import { invalid, unknownSeat } from '../domain/errors.ts'
import type { SeatState } from '../domain/seat.ts'
import type { SeatFacts } from '../domain/seat-layout.ts'
import { type LoadedMap, requireMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'

/** One page of what may be asked for at once. */
const MANY_MAX = 100

/** A seat as it stands on the map and as the ledger has it. */
export interface SeatInFull {
  readonly facts: SeatFacts
  readonly state: SeatState
  readonly map: LoadedMap
}

/** Throws not_found / seat_map_not_found or unknown_seat. */
export async function getSeat(
  ports: InventoryPorts,
  { eventId, seatNumber }: { eventId: EventId; seatNumber: SeatNumber },
): Promise<SeatInFull> {
  const [seat] = await getSeats(ports, { eventId, seatNumbers: [seatNumber] })
  if (!seat) throw unknownSeat([seatNumber])
  return seat
}

/** Those that the map has, in their order. Throws not_found / seat_map_not_found. */
export async function getSeats(
  { events, ledger }: InventoryPorts,
  { eventId, seatNumbers }: { eventId: EventId; seatNumbers: readonly SeatNumber[] },
): Promise<readonly SeatInFull[]> {
  if (seatNumbers.length > MANY_MAX) throw invalid('too_many', 'too many seats at once')
  const map = requireMap(await events.open(eventId))
  const known = seatNumbers.flatMap((seatNumber) => {
    const index = map.layout.indexOf(seatNumber)
    return index === undefined ? [] : [map.layout.seatAt(index)]
  })
  const wanted = known.map(({ seatNumber }) => seatNumber)
  const states = await ledger.seats(eventId, wanted)
  return known.map((facts, at) => ({ facts, state: states[at] as SeatState, map }))
}
