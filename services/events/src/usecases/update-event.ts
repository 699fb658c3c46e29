import { DomainError, type EventId, type UserId } from '@usher/kernel'
import type { Event } from '../domain/event.ts'
import { updatedEvent } from '../domain/event-changes.ts'
import type { DetailsInput } from '../domain/event-details.ts'
import { changeEvent } from './change-event.ts'
import { ownEvent } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

interface Update {
  readonly userId: UserId
  readonly eventId: EventId
  readonly details: DetailsInput
  /** Zero: whatever the version. */
  readonly expectedVersion: number
}

/** Fails with conflict / stale_version when the event is not at the version its editor saw. */
export async function updateEvent(ports: EventsPorts, update: Update): Promise<Event> {
  const { eventId, details, expectedVersion } = update
  const own = await ownEvent(ports, update)
  const hasSeatMap = await hasPrices(ports, own, details)
  return changeEvent(ports, eventId, (event) => {
    if (expectedVersion !== 0 && event.version !== expectedVersion)
      throw staleVersion(update, event)
    return updatedEvent(event, details, { hasSeatMap, nowMs: ports.clock.nowMs() })
  })
}

/** Asked only when it matters: a seat map's prices are in the event's currency. */
async function hasPrices(
  { inventory }: EventsPorts,
  event: Event,
  { currency }: DetailsInput,
): Promise<boolean> {
  if (currency === undefined || currency === event.details.currency) return false
  return (await inventory.counts(event.eventId)).totalSeats > 0
}

function staleVersion({ eventId, expectedVersion }: Update, { version }: Event): DomainError {
  return new DomainError('conflict', 'stale_version', 'the event has changed in the meantime', {
    event_id: eventId,
    expected_version: expectedVersion,
    version,
  })
}
