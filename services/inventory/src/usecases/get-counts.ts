import type { Currency, EventId } from '@usher/kernel'
import { seatMapNotFound } from '../domain/errors.ts'
import type { Counts } from '../domain/seat-view.ts'
import type { InventoryPorts } from '../inventory-ports.ts'

export interface EventCounts {
  readonly counts: Counts
  readonly currency: Currency
}

/**
 * Seats and places of the whole event by status. From the view when the event is loaded; otherwise
 * from the ledger and the head of the seat map, so that counting does not load what nobody looks
 * at. Throws not_found / seat_map_not_found.
 */
export async function getCounts(
  { events, ledger, seatMaps }: InventoryPorts,
  eventId: EventId,
): Promise<EventCounts> {
  const map = events.now(eventId)?.map
  if (map) return { counts: map.view.counts(), currency: map.layout.currency }
  const head = await seatMaps.head(eventId)
  if (!head) throw seatMapNotFound(eventId)
  const areas = await ledger.takenPlaces(eventId)
  const taken = [await ledger.takenSeats(eventId), ...areas.values()]
  const sum = (status: 'reserved' | 'booked' | 'blocked'): number =>
    taken.reduce((total, counts) => total + counts[status], 0)
  const [reserved, booked, blocked] = [sum('reserved'), sum('booked'), sum('blocked')]
  const total = head.totalCapacity
  const available = total - reserved - booked - blocked
  return { counts: { available, reserved, booked, blocked, total }, currency: head.currency }
}
