import type { EventId } from '@usher/kernel'
import { advancedEvent } from '../domain/event-changes.ts'
import { changeEvent } from './change-event.ts'
import type { EventsPorts } from './ports.ts'

/** Events advanced in one run. */
const DUE_MAX = 200

/**
 * Writes and publishes the status of events that the clock has moved: sales that open, events that
 * are over.
 */
export async function advanceStatuses(ports: EventsPorts): Promise<void> {
  for (const { eventId } of await ports.events.due(ports.clock.nowMs(), DUE_MAX)) {
    await advanceStatus(ports, eventId)
  }
}

export async function advanceStatus(ports: EventsPorts, eventId: EventId): Promise<void> {
  await changeEvent(ports, eventId, (event) => advancedEvent(event, ports.clock.nowMs()))
}
