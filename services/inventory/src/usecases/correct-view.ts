import type { SeatNumber } from '@usher/kernel'
import type { SeatState } from '../domain/seat.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import type { LoadedEvent } from '../loaded-events.ts'
import { showPlaces, showSeat } from '../seat-show.ts'

// A look at the ledger takes time, in which the view goes on: it shows changes of our own from the
// call of the commit on. What a look has found undoes none of them.

/** How often seats are read again because the view moved meanwhile. */
const LOOKS_MAX = 5

/** Shows these seats and all areas as the ledger has them. */
export async function correctView(
  ports: InventoryPorts,
  event: LoadedEvent,
  seatNumbers: readonly SeatNumber[],
): Promise<void> {
  await Promise.all([correctSeats(ports, event, seatNumbers), correctPlaces(ports, event)])
}

/**
 * Shows these seats as the ledger has them. Reads again when the view changed between the reading
 * and the showing, for then the ledger may have, too.
 */
export async function correctSeats(
  ports: InventoryPorts,
  event: LoadedEvent,
  seatNumbers: readonly SeatNumber[],
): Promise<void> {
  const view = event.map?.view
  if (!view || seatNumbers.length === 0) return
  for (let look = 1; look <= LOOKS_MAX; look++) {
    const readAt = view.changeNumber
    const states = await ports.ledger.seats(event.eventId, seatNumbers)
    if (view.changeNumber !== readAt && look < LOOKS_MAX) continue
    return showRead(ports, event, { seatNumbers, states })
  }
}

/** Shows all areas as the ledger has them. */
export async function correctPlaces(
  { ledger }: InventoryPorts,
  { eventId, map }: LoadedEvent,
): Promise<void> {
  if (!map || map.layout.areas.length === 0) return
  const { found, overlapped } = await map.moves.during(() => ledger.takenPlaces(eventId))
  showPlaces(map.view, found, overlapped)
}

/**
 * Shows seats as they were read. Those of which something newer is known stay as they are shown,
 * and are looked at again.
 */
export function showRead(
  { memory }: InventoryPorts,
  { eventId, map }: LoadedEvent,
  {
    seatNumbers,
    states,
  }: {
    readonly seatNumbers: readonly SeatNumber[]
    readonly states: readonly SeatState[]
  },
): void {
  if (!map) return
  for (const [at, { status, version }] of states.entries()) {
    const seatNumber = seatNumbers[at]
    if (seatNumber === undefined) continue
    if (version < memory.newestVersion(eventId, seatNumber)) map.unsure.add(seatNumber)
    else showSeat(map.view, seatNumber, status)
  }
}
