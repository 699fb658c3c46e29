import { EventsService, EventStatus } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { fake, notFound } from './fake.ts'
import { userIdOf } from './fake-people.ts'

/** On sale, run by `owner`. */
export const EVENT = 1
/** A draft, run by `owner`. */
export const DRAFT = 2
const EVENT_VERSION = 3

/** Whose events have these scanners. */
const door = ['owner', 'scanner'] as const

const details = {
  eventName: 'Nabucco',
  currency: 'EUR',
  eventDateMs: 1_800_000_000_000n,
  timeZone: 'Europe/Madrid',
}

export function fakeEvents() {
  const run = (userId: string, eventId: number) => {
    if (eventId > DRAFT || userId !== userIdOf('owner')) throw notFound('event')
    return { event: eventMessage(eventId) }
  }
  return fake(EventsService, {
    registerOrganizer: async ({ userId, name }) => ({
      organizer: { organizerId: 1, name, ownerUserId: userId, createdAtMs: 1000n },
    }),
    createVenue: async ({ venueName, city }) => ({ venue: { venueId: 1, venueName, city } }),
    getVenue: async ({ venueId }) => {
      if (venueId !== 1) throw notFound('venue')
      return {
        venue: { venueId, venueName: 'Teatro', location: { latitude: 40.4, longitude: -3.7 } },
      }
    },
    listVenues: async () => ({ venues: [{ venueId: 1, venueName: 'Teatro' }], nextCursor: 'more' }),
    createEvent: async ({ details: given }) => ({
      event: { ...eventMessage(9), ...(given && { details: given }) },
    }),
    updateEvent: async ({ userId, eventId, expectedVersion }) => {
      const answer = run(userId, eventId)
      if (expectedVersion !== 0 && expectedVersion !== EVENT_VERSION) {
        throw new DomainError('conflict', 'stale_version', 'the event has changed since')
      }
      return answer
    },
    publishEvent: async ({ userId, eventId }) => run(userId, eventId),
    cancelEvent: async ({ userId, eventId }) => run(userId, eventId),
    getEvent: async ({ eventId, userId }) => {
      if (eventId > DRAFT || (eventId === DRAFT && userId !== userIdOf('owner')))
        throw notFound('event')
      return { event: eventMessage(eventId) }
    },
    listEvents: async ({ limit }) => ({
      events: [eventMessage(EVENT)].slice(0, limit),
      nextCursor: '',
    }),
    checkOwner: async ({ userId, eventId }) => {
      run(userId, eventId)
      return {}
    },
    checkScanner: async ({ userId, eventId }) => {
      if (eventId > DRAFT || !door.some((person) => userId === userIdOf(person)))
        throw notFound('event')
      return {}
    },
    addScanner: async ({ scannerUserId }) => ({ scanner: scannerMessage(scannerUserId) }),
    removeScanner: async () => ({}),
    listScanners: async () => ({
      scanners: [scannerMessage(userIdOf('scanner')), scannerMessage('user_gone')],
      nextCursor: '',
    }),
  })
}

function scannerMessage(userId: string) {
  return { userId, organizerId: 1, addedAtMs: 1000n }
}

export function eventMessage(eventId: number) {
  const status = eventId === DRAFT ? EventStatus.DRAFT : EventStatus.ON_SALE
  return {
    eventId,
    organizerId: 1,
    venueId: 1,
    details,
    status,
    totalSeats: 10,
    availableSeats: 8,
    minPriceMinor: 4500n,
    maxPriceMinor: 15000n,
    version: EVENT_VERSION,
    createdAtMs: 1000n,
    updatedAtMs: 2000n,
  }
}
