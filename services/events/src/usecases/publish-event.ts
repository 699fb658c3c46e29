import type { EventId, UserId } from '@usher/kernel'
import type { Event } from '../domain/event.ts'
import { publishedEvent } from '../domain/event-changes.ts'
import { changeEvent } from './change-event.ts'
import { ownEvent } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

/**
 * Shows the event to everybody and puts it on sale at its time; what is over and has no seats is
 * shown as PAST. Published already: nothing changes.
 */
export async function publishEvent(
  ports: EventsPorts,
  own: { userId: UserId; eventId: EventId },
): Promise<Event> {
  const { eventId } = own
  const { publishedAtMs } = await ownEvent(ports, own)
  if (publishedAtMs === null) await countSeats(ports, eventId)
  const priceCurrency = await ports.inventory.currency(eventId)
  const nowMs = ports.clock.nowMs()
  return changeEvent(ports, eventId, (event) => publishedEvent(event, { priceCurrency, nowMs }))
}

/** The seat map says how many seats there are; some of them may be blocked already. */
async function countSeats({ inventory, events }: EventsPorts, eventId: EventId): Promise<void> {
  await events.recordCounts(eventId, await inventory.counts(eventId), { toldAtMs: null })
}
