import type { EventId } from '@usher/kernel'
import { requireMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'

/** The whole map in two bits a seat or, with `since`, what changed after that change number. */
export async function getAvailabilityMap(
  { events }: InventoryPorts,
  { eventId, since }: { eventId: EventId; since: number },
): Promise<{ changeNumber: number; body: Uint8Array }> {
  const { view } = requireMap(events.now(eventId) ?? (await events.open(eventId)))
  return { changeNumber: view.changeNumber, body: since === 0 ? view.body() : view.delta(since) }
}
