import { create } from '@bufbuild/protobuf'
import { EventStatus, GetEventResponseSchema } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import type { EventsClient } from '../adapters/rpc/event-catalog.ts'

/** EventsService with one event: Friday 12 March 2027, 20:30 in Madrid. */
export function eventsModel(eventId: number): EventsClient {
  return {
    async getEvent(request) {
      if (request.eventId !== eventId) {
        throw new DomainError('not_found', 'event_not_found', 'no such event')
      }
      return create(GetEventResponseSchema, { event: theEvent(eventId) })
    },
  }
}

/** As the topics of events carry it. */
export function theEvent(eventId: number, version = 1, status: EventStatus = EventStatus.ON_SALE) {
  return {
    eventId,
    version,
    status,
    venueName: 'Teatro Español',
    address: 'Calle del Príncipe 25',
    city: 'Madrid',
    details: {
      eventName: 'La vida es sueño',
      timeZone: 'Europe/Madrid',
      language: 'es',
      eventDateMs: BigInt(EVENT_STARTS_AT_MS),
      endDateMs: BigInt(EVENT_ENDS_AT_MS),
    },
  }
}

export const EVENT_STARTS_AT_MS = Date.UTC(2027, 2, 12, 19, 30)
export const EVENT_ENDS_AT_MS = Date.UTC(2027, 2, 12, 22)
