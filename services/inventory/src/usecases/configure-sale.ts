import { invalid } from '../domain/errors.ts'
import type { SaleRules } from '../domain/sale-rules.ts'
import type { Cause } from '../domain/seat-transaction.ts'
import type { InventoryPorts } from '../inventory-ports.ts'

/** A reservation lives two hours at most, however it is configured. */
const RESERVATION_MINUTES_MAX = 120

/**
 * Takes over how an event is sold; answers how many people its map lets in. An older event version
 * changes nothing.
 */
export async function configureSale(ports: InventoryPorts, rules: SaleRules): Promise<number> {
  requireSound(rules)
  const { events, sales, seatMaps } = ports
  const present = await sales.put(rules, causeOf(rules, ports.clock.nowMs()))
  const event = await events.opened(rules.eventId)
  if (event && (event.sale?.eventVersion ?? 0) <= present.eventVersion) event.sale = present
  const head = await seatMaps.head(rules.eventId)
  return head?.totalCapacity ?? 0
}

function requireSound(rules: SaleRules): void {
  if (rules.saleEndTimeMs <= rules.saleStartTimeMs) {
    throw invalid('invalid_sale_window', 'a sale ends after it starts', {
      sale_start_time_ms: rules.saleStartTimeMs,
      sale_end_time_ms: rules.saleEndTimeMs,
    })
  }
  if (rules.reservationMinutes < 1 || rules.reservationMinutes > RESERVATION_MINUTES_MAX) {
    throw invalid('invalid_reservation_minutes', `1 to ${RESERVATION_MINUTES_MAX} minutes`, {
      reservation_minutes: rules.reservationMinutes,
    })
  }
}

function causeOf(rules: SaleRules, atMs: number): Cause {
  const { eventId: _, ...parts } = rules
  const reason = JSON.stringify(parts)
  return {
    actor: 'system',
    action: 'sale_configured',
    reason,
    atMs,
    reservationId: null,
    bookingId: null,
  }
}
