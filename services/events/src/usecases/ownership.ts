import { DomainError, type EventId, type UserId } from '@usher/kernel'
import type { Event } from '../domain/event.ts'
import type { Organizer } from '../domain/venue.ts'
import type { EventsPorts } from './ports.ts'

/** The organizer that this user is. Fails with forbidden / not_an_organizer. */
export async function organizerOf(
  { organizers }: Pick<EventsPorts, 'organizers'>,
  userId: UserId,
): Promise<Organizer> {
  const organizer = await organizers.ofUser(userId)
  if (organizer) return organizer
  throw new DomainError('forbidden', 'not_an_organizer', 'only organizers may do this')
}

/**
 * The event, if this user may manage it: its organizer, or an administrator. Fails with not_found /
 * event_not_found, which also hides others' drafts.
 */
export async function ownEvent(
  { organizers, events, accounts }: Pick<EventsPorts, 'organizers' | 'events' | 'accounts'>,
  { userId, eventId }: { userId: UserId; eventId: EventId },
): Promise<Event> {
  const [organizer, event] = await Promise.all([organizers.ofUser(userId), events.get(eventId)])
  if (!event) throw eventNotFound(eventId)
  if (event.organizerId === organizer?.organizerId) return event
  if (await accounts.isAdministrator(userId)) return event
  throw eventNotFound(eventId)
}

/**
 * Passes when this user may work at the event's door: whoever may manage it, or a scanner of its
 * organizer. Fails with not_found / event_not_found. The role alone opens no door.
 */
export async function checkScanner(
  ports: Pick<EventsPorts, 'organizers' | 'events' | 'accounts' | 'scanners'>,
  { userId, eventId }: { userId: UserId; eventId: EventId },
): Promise<void> {
  const event = await ports.events.get(eventId)
  if (!event) throw eventNotFound(eventId)
  // Most who ask are scanners, a scan at a time: they are looked for first.
  if (await ports.scanners.has({ organizerId: event.organizerId, userId })) return
  await ownEvent(ports, { userId, eventId })
}

export function eventNotFound(eventId: EventId): DomainError {
  return new DomainError('not_found', 'event_not_found', 'no such event', { event_id: eventId })
}
