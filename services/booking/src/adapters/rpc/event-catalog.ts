import { type EventsService, EventStatus } from '@usher/contracts'
import { DomainError, type EventId } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { EventCatalog } from '../../ports/event-catalog.ts'

/** The call of EventsService that tickets and calendars make. */
export type EventsClient = Pick<Client<typeof EventsService>, 'getEvent'>

export function rpcEventCatalog(client: EventsClient): EventCatalog {
  return {
    async event(eventId) {
      const { event } = await client.getEvent({ eventId })
      const details = event?.details
      if (!event || !details) {
        throw new DomainError('unavailable', 'malformed_answer', 'events gave no event')
      }
      return {
        eventId: event.eventId as EventId,
        name: details.eventName ?? '',
        venueName: event.venueName,
        address: event.address,
        city: event.city,
        timeZone: details.timeZone || 'UTC',
        language: details.language ?? '',
        startsAtMs: Number(details.eventDateMs ?? 0n),
        endsAtMs: Number(details.endDateMs ?? 0n),
        location: event.location && {
          latitude: event.location.latitude,
          longitude: event.location.longitude,
        },
        cancelled: event.status === EventStatus.CANCELLED,
        version: event.version,
      }
    },
  }
}
