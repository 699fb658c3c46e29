import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  type EventDetails as EventDetailsMessage,
  type EventsService,
  EventStatus as EventStatusNumber,
  type OrganizerSchema,
  type ScannerSchema,
  type VenueSchema,
} from '@usher/contracts'
import { type EventId, type OperationId, parseId, type UserId, type VenueId } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { type EventStatus, eventStatuses } from './domain/event.ts'
import type { DetailsInput } from './domain/event-details.ts'
import { invalidField, textField } from './domain/fields.ts'
import type { Scanner } from './domain/scanner.ts'
import type { Organizer, Venue } from './domain/venue.ts'
import { eventMessage } from './event-message.ts'
import { addScanner } from './usecases/add-scanner.ts'
import { cancelEvent } from './usecases/cancel-event.ts'
import { createEvent } from './usecases/create-event.ts'
import { createVenue } from './usecases/create-venue.ts'
import { getEvent } from './usecases/get-event.ts'
import { getVenue } from './usecases/get-venue.ts'
import { listEvents } from './usecases/list-events.ts'
import { listScanners } from './usecases/list-scanners.ts'
import { listVenues } from './usecases/list-venues.ts'
import { checkScanner, ownEvent } from './usecases/ownership.ts'
import type { EventsPorts } from './usecases/ports.ts'
import { publishEvent } from './usecases/publish-event.ts'
import { registerOrganizer } from './usecases/register-organizer.ts'
import { removeScanner } from './usecases/remove-scanner.ts'
import { updateEvent } from './usecases/update-event.ts'

/** Proto to domain words and back, one method a use case. */
export function eventsHandlers(ports: EventsPorts): Handlers<typeof EventsService> {
  return {
    async registerOrganizer({ userId, name }) {
      const organizer = await registerOrganizer(ports, { userId: user(userId), name })
      return { organizer: organizerMessage(organizer) }
    },
    async createVenue({ userId, location, operationId, ...input }) {
      const venue = await createVenue(ports, {
        userId: user(userId),
        venue: { ...input, location: location ?? null },
        operationId: operation(operationId),
      })
      return { venue: venueMessage(venue) }
    },
    async getVenue({ venueId }) {
      return { venue: venueMessage(await getVenue(ports, venueId as VenueId)) }
    },
    async listVenues({ userId, cursor, limit }) {
      const page = await listVenues(ports, { userId: user(userId), cursor, limit })
      return { venues: page.items.map(venueMessage), nextCursor: page.nextCursor }
    },
    async createEvent({ userId, venueId, details, operationId }) {
      const event = await createEvent(ports, {
        userId: user(userId),
        venueId: venueId as VenueId,
        details: detailsInput(details),
        operationId: operation(operationId),
      })
      return { event: eventMessage(event) }
    },
    async updateEvent({ userId, eventId, details, expectedVersion }) {
      const event = await updateEvent(ports, {
        ...own(userId, eventId),
        details: detailsInput(details),
        expectedVersion,
      })
      return { event: eventMessage(event) }
    },
    async publishEvent({ userId, eventId }) {
      return { event: eventMessage(await publishEvent(ports, own(userId, eventId))) }
    },
    async cancelEvent({ userId, eventId, reason }) {
      const event = await cancelEvent(ports, { ...own(userId, eventId), reason })
      return { event: eventMessage(event) }
    },
    async getEvent({ userId, eventId }) {
      const event = await getEvent(ports, {
        userId: userId ? user(userId) : undefined,
        eventId: eventId as EventId,
      })
      return { event: eventMessage(event) }
    },
    async listEvents({ status, city, category, cursor, limit, ownerUserId }) {
      const page = await listEvents(ports, {
        status: statusName(status),
        city: city || undefined,
        category: category || undefined,
        cursor,
        limit,
        ownerUserId: ownerUserId ? user(ownerUserId) : undefined,
      })
      return { events: page.items.map(eventMessage), nextCursor: page.nextCursor }
    },
    async checkOwner({ userId, eventId }) {
      await ownEvent(ports, own(userId, eventId))
      return {}
    },
    ...scannerHandlers(ports),
  }
}

type ScannerHandlers = Pick<
  Handlers<typeof EventsService>,
  'checkScanner' | 'addScanner' | 'removeScanner' | 'listScanners'
>

function scannerHandlers(ports: EventsPorts): ScannerHandlers {
  return {
    async checkScanner({ userId, eventId }) {
      await checkScanner(ports, own(userId, eventId))
      return {}
    },
    async addScanner({ userId, scannerUserId }) {
      const users = { userId: user(userId), scannerUserId: user(scannerUserId) }
      return { scanner: scannerMessage(await addScanner(ports, users)) }
    },
    async removeScanner({ userId, scannerUserId }) {
      await removeScanner(ports, { userId: user(userId), scannerUserId: user(scannerUserId) })
      return {}
    },
    async listScanners({ userId, cursor, limit }) {
      const page = await listScanners(ports, { userId: user(userId), cursor, limit })
      return { scanners: page.items.map(scannerMessage), nextCursor: page.nextCursor }
    },
  }
}

function user(userId: string): UserId {
  return parseId('user', userId)
}

const OPERATION_ID_CHARS_MAX = 200

/** Null: the caller does not mean to repeat it. */
function operation(operationId: string): OperationId | null {
  textField('operation_id', operationId, { max: OPERATION_ID_CHARS_MAX })
  return operationId === '' ? null : (operationId as OperationId)
}

function own(userId: string, eventId: number): { userId: UserId; eventId: EventId } {
  return { userId: user(userId), eventId: eventId as EventId }
}

function statusName(status: EventStatusNumber): EventStatus | undefined {
  if (status === EventStatusNumber.UNSPECIFIED) return undefined
  const name = eventStatuses.find((candidate) => EventStatusNumber[candidate] === status)
  if (name) return name
  throw invalidField('status', `one of ${eventStatuses.join(', ')}`)
}

function detailsInput(details: EventDetailsMessage | undefined): DetailsInput {
  return {
    eventName: details?.eventName,
    description: details?.description,
    category: details?.category,
    imageUrl: details?.imageUrl,
    eventDateMs: toMs(details?.eventDateMs),
    endDateMs: toMs(details?.endDateMs),
    timeZone: details?.timeZone,
    currency: details?.currency,
    saleStartTimeMs: toMs(details?.saleStartTimeMs),
    saleEndTimeMs: toMs(details?.saleEndTimeMs),
    maxSeatsPerBuyer: details?.maxSeatsPerBuyer,
    reservationMinutes: details?.reservationMinutes,
    orphanRule: details?.orphanRule,
    language: details?.language,
  }
}

function toMs(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value)
}

function organizerMessage(organizer: Organizer): MessageInitShape<typeof OrganizerSchema> {
  return { ...organizer, createdAtMs: BigInt(organizer.createdAtMs) }
}

function scannerMessage(scanner: Scanner): MessageInitShape<typeof ScannerSchema> {
  return { ...scanner, addedAtMs: BigInt(scanner.addedAtMs) }
}

function venueMessage({ location, ...venue }: Venue): MessageInitShape<typeof VenueSchema> {
  return { ...venue, ...(location && { location }), createdAtMs: BigInt(venue.createdAtMs) }
}
