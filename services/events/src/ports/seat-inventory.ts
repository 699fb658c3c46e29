import type { EventId } from '@usher/kernel'
import type { SaleRules } from '../domain/sale-rules.ts'
import type { SeatCounts } from '../domain/seat-counts.ts'

/** What this service needs of those who keep the seats. */
export interface SeatInventory {
  /** Seats and places, what is left of them now, and their prices; nothing without a map. */
  counts(eventId: EventId): Promise<SeatCounts>
  /** In what the map's prices are; undefined without a map. */
  currency(eventId: EventId): Promise<string | undefined>
  /** Repeatable; rules of an older version never replace those of a newer. */
  configureSale(eventId: EventId, eventVersion: number, rules: SaleRules): Promise<void>
}
