import type { EventId } from '@usher/kernel'
import type { SeatCounts } from '../domain/event.ts'
import type { SaleRules } from '../domain/sale-rules.ts'

/** What this service needs of those who keep the seats. */
export interface SeatInventory {
  /** Seats and places on the event's seat map; 0 without a map. */
  capacity(eventId: EventId): Promise<number>
  /** What is left now; all zero without a map. */
  counts(eventId: EventId): Promise<SeatCounts>
  /** In what the map's prices are; undefined without a map. */
  currency(eventId: EventId): Promise<string | undefined>
  /** Repeatable; rules of an older version never replace those of a newer. */
  configureSale(eventId: EventId, eventVersion: number, rules: SaleRules): Promise<void>
}
