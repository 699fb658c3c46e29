import type { SaleRules } from '../domain/sale-rules.ts'

const MINUTE_MS = 60_000
/** The specification's default. */
const DEFAULT_MINUTES = 10

/** How long a reservation of the event lasts. */
export function reservationTtlMs(sale: SaleRules | null): number {
  return (sale?.reservationMinutes || DEFAULT_MINUTES) * MINUTE_MS
}
