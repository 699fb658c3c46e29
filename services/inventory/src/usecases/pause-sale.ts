import type { EventId } from '@usher/kernel'
import type { InventoryPorts } from '../inventory-ports.ts'

export interface PauseRequest {
  readonly eventId: EventId
  readonly actor: string
  readonly reason: string
}

/**
 * Closes the sale until rules of a newer event version come; false when it was not open. Other
 * processes take it over with their next look at the rules.
 */
export async function pauseSale(
  { events, sales, clock }: InventoryPorts,
  { eventId, actor, reason }: PauseRequest,
): Promise<boolean> {
  const cause = { actor, action: 'sale_paused', reason, atMs: clock.nowMs() } as const
  const paused = await sales.pause(eventId, { ...cause, reservationId: null, bookingId: null })
  if (!paused) return false
  const event = await events.opened(eventId)
  if (event && (event.sale?.eventVersion ?? 0) <= paused.eventVersion) event.sale = paused
  return true
}
