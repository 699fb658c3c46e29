import type { EventId } from '@usher/kernel'
import type { SaleRules } from '../domain/sale-rules.ts'
import type { Cause } from '../domain/seat-transaction.ts'

/** Keeps the sale rules of each event. */
export interface SaleStore {
  get(eventId: EventId): Promise<SaleRules | null>
  /**
   * Stores and journals them unless those of the same or a newer event version are there; answers
   * what is there now.
   */
  put(rules: SaleRules, cause: Cause): Promise<SaleRules>
  /**
   * Closes the sale under the rules that are there, and journals it; answers them. Null, and
   * nothing changed, when there are none or the sale is closed.
   */
  pause(eventId: EventId, cause: Cause): Promise<SaleRules | null>
}
