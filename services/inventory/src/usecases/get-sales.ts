import type { Currency, EventId } from '@usher/kernel'
import { requireMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'

export interface SectionSales {
  readonly section: string
  readonly category: string
  readonly sold: number
  readonly totalMinor: number
}

export interface Sales {
  readonly currency: Currency
  readonly sold: number
  readonly totalMinor: number
  readonly sections: readonly SectionSales[]
}

/** What is BOOKED now, at the prices of the map, which stand as long as anything was ever taken. */
export async function getSales({ events }: InventoryPorts, eventId: EventId): Promise<Sales> {
  const { view, layout } = requireMap(await events.open(eventId))
  const sections = view.sections().map(({ section, category, priceMinor, counts }) => ({
    section,
    category,
    sold: counts.booked,
    totalMinor: counts.booked * priceMinor,
  }))
  return {
    currency: layout.currency,
    sold: sections.reduce((sum, { sold }) => sum + sold, 0),
    totalMinor: sections.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
    sections,
  }
}
