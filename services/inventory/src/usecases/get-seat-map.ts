import type { EventId } from '@usher/kernel'
import { seatMapNotFound } from '../domain/errors.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import type { StoredSeatMap } from '../ports/seat-map-store.ts'

/** The event's map in our own JSON. Throws not_found / seat_map_not_found. */
export async function getSeatMap(
  { seatMaps }: InventoryPorts,
  eventId: EventId,
): Promise<StoredSeatMap> {
  const stored = await seatMaps.get(eventId)
  if (!stored) throw seatMapNotFound(eventId)
  return stored
}
