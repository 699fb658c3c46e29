import type { Currency, EventId } from '@usher/kernel'
import { conflict } from './errors.ts'
import type { OrphanRule } from './orphan-rule.ts'

/** How an event is sold: inventory's own copy, so that a sale needs no other service. */
export interface SaleRules {
  readonly eventId: EventId
  readonly currency: Currency
  /** Reservations are taken from here on … */
  readonly saleStartTimeMs: number
  /** … until here. */
  readonly saleEndTimeMs: number
  /** Null: no limit. */
  readonly maxSeatsPerBuyer: number | null
  readonly reservationMinutes: number
  readonly orphanRule: OrphanRule
  /** False before publication and after cancellation. */
  readonly open: boolean
  /** Of the event these rules come from; an older one never replaces a newer. */
  readonly eventVersion: number
}

/**
 * Throws conflict / sale_not_open, sale_ended or sale_closed unless reservations are taken at
 * `nowMs`.
 */
export function requireOnSale(rules: SaleRules | null, nowMs: number): asserts rules is SaleRules {
  if (!rules) throw conflict('sale_not_open', 'the sale of this event has not been set up')
  const window = {
    sale_start_time_ms: rules.saleStartTimeMs,
    sale_end_time_ms: rules.saleEndTimeMs,
  }
  if (!rules.open) throw conflict('sale_closed', 'this event is not on sale', window)
  if (nowMs < rules.saleStartTimeMs) {
    throw conflict('sale_not_open', 'the sale has not begun', window)
  }
  if (nowMs >= rules.saleEndTimeMs) throw conflict('sale_ended', 'the sale has ended', window)
}
