import type { Currency, EventId } from '@usher/kernel'
import { seatMapNotFound } from '../domain/errors.ts'
import { type PriceRange, priceRangeOf } from '../domain/price-range.ts'
import type { Counts } from '../domain/seat-view.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { type LoadedMap, requireMap } from '../loaded-events.ts'

export interface EventCounts {
  readonly counts: Counts
  readonly currency: Currency
  /** Of the cheapest and the dearest seat or place. */
  readonly prices: PriceRange
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
  if (map) return countsOf(map)
  const head = await seatMaps.head(eventId)
  if (!head) throw seatMapNotFound(eventId)
  const { totalCapacity: total, currency, prices, areaCount } = head
  // A map from before prices were kept beside it has to be read.
  if (!prices) return countsOf(requireMap(await events.open(eventId)))
  const areas = areaCount > 0 ? [...(await ledger.takenPlaces(eventId)).values()] : []
  const taken = [await ledger.takenSeats(eventId), ...areas]
  const sum = (status: 'reserved' | 'booked' | 'blocked'): number =>
    taken.reduce((total, counts) => total + counts[status], 0)
  const [reserved, booked, blocked] = [sum('reserved'), sum('booked'), sum('blocked')]
  const available = total - reserved - booked - blocked
  return { counts: { available, reserved, booked, blocked, total }, currency, prices }
}

function countsOf({ view, layout }: LoadedMap): EventCounts {
  const prices = priceRangeOf([...layout.groups, ...layout.areas])
  return { counts: view.counts(), currency: layout.currency, prices }
}
