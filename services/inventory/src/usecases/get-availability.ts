import type { Currency, EventId } from '@usher/kernel'
import type { Counts, SectionAvailability } from '../domain/seat-view.ts'
import { requireMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'

export interface Availability {
  readonly changeNumber: number
  readonly counts: Counts
  readonly sections: readonly SectionAvailability[]
  readonly currency: Currency
}

/** What is left, counted. From the view: as fresh as this process knows. */
export async function getAvailability(
  { events }: InventoryPorts,
  eventId: EventId,
): Promise<Availability> {
  const { view, layout } = requireMap(events.now(eventId) ?? (await events.open(eventId)))
  return {
    changeNumber: view.changeNumber,
    counts: view.counts(),
    sections: view.sections(),
    currency: layout.currency,
  }
}
