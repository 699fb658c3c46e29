import type { EventId, UserId } from '@usher/kernel'
import type { Event } from '../domain/event.ts'
import { cancelledEvent } from '../domain/event-changes.ts'
import { changeEvent } from './change-event.ts'
import { ownEvent } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

/**
 * Ends the sale at once, and tells the booking service by event.updated to refund. Cancelled
 * already: nothing changes.
 */
export async function cancelEvent(
  ports: EventsPorts,
  { userId, eventId, reason }: { userId: UserId; eventId: EventId; reason: string },
): Promise<Event> {
  await ownEvent(ports, { userId, eventId })
  const nowMs = ports.clock.nowMs()
  return changeEvent(ports, eventId, (event) => cancelledEvent(event, { reason, nowMs }))
}
