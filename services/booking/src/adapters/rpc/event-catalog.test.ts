import { create } from '@bufbuild/protobuf'
import { EventStatus, GetEventResponseSchema } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { eventCatalogContract } from '../../ports/event-catalog.contract.ts'
import type { EventFacts } from '../../ports/event-catalog.ts'
import { type EventsClient, rpcEventCatalog } from './event-catalog.ts'

eventCatalogContract('a client of EventsService', (known) => rpcEventCatalog(clientOf(known)))

function clientOf(known: EventFacts): EventsClient {
  return {
    async getEvent({ eventId }) {
      if (eventId === known.eventId) return create(GetEventResponseSchema, { event: event(known) })
      throw new DomainError('not_found', 'event_not_found', 'no such event')
    },
  }
}

function event({ cancelled, location, ...facts }: EventFacts) {
  return {
    ...facts,
    ...(location && { location }),
    status: cancelled ? EventStatus.CANCELLED : EventStatus.ON_SALE,
    details: {
      eventName: facts.name,
      timeZone: facts.timeZone,
      eventDateMs: BigInt(facts.startsAtMs),
      ...(facts.language && { language: facts.language }),
      ...(facts.endsAtMs && { endDateMs: BigInt(facts.endsAtMs) }),
    },
  }
}
