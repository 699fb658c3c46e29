import type { EventId, UserId } from '@usher/kernel'
import { type Event, isListed } from '../domain/event.ts'
import { settled } from '../domain/event-status.ts'
import { eventNotFound, ownEvent } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

/** The event with the status it has now. What is not published is shown to its organizer alone. */
export async function getEvent(
  ports: EventsPorts,
  { userId, eventId }: { userId: UserId | undefined; eventId: EventId },
): Promise<Event> {
  const event = await ports.events.get(eventId)
  if (event && isListed(event)) return settled(event, ports.clock.nowMs())
  if (!userId) throw eventNotFound(eventId)
  return withSeats(ports, await ownEvent(ports, { userId, eventId }))
}

/**
 * A draft's seat map may have come in the meantime: nobody counts seats before publication, so a
 * look does.
 */
async function withSeats({ inventory, events }: EventsPorts, draft: Event): Promise<Event> {
  const counts = await inventory.counts(draft.eventId)
  await events.recordCounts(draft.eventId, counts, { toldAtMs: null })
  return { ...draft, counts }
}
