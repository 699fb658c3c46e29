import type { Event, OrphanRule } from './event.ts'
import { isArchived, saleEndMs, saleStartMs } from './event-status.ts'

/** How inventory sells an event; it keeps its own copy. */
export interface SaleRules {
  readonly currency: string
  readonly saleStartTimeMs: number
  readonly saleEndTimeMs: number
  readonly maxSeatsPerBuyer: number
  readonly reservationMinutes: number
  readonly orphanRule: OrphanRule
  /** False before publication and after cancellation. */
  readonly open: boolean
}

export function saleRulesOf(event: Event): SaleRules {
  const { currency, maxSeatsPerBuyer, reservationMinutes, orphanRule } = event.details
  return {
    currency,
    saleStartTimeMs: saleStartMs(event),
    saleEndTimeMs: saleEndMs(event),
    maxSeatsPerBuyer,
    reservationMinutes,
    orphanRule,
    open: event.publishedAtMs !== null && event.cancelledAtMs === null,
  }
}

/** True when inventory has to be told of the step from `before` to `after`. */
export function changesSale(before: Event, after: Event): boolean {
  if (after.publishedAtMs === null || isArchived(after)) return false
  return JSON.stringify(saleRulesOf(before)) !== JSON.stringify(saleRulesOf(after))
}
