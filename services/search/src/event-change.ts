import { toBinary } from '@bufbuild/protobuf'
import type { Attributes } from '@usher/bus'
import { type Event, EventSchema, EventStatus } from '@usher/contracts'
import { dateTimeFormat } from '@usher/kernel'
import {
  type DocumentChange,
  documentVersion,
  type EventDocument,
  type IndexedStatus,
  indexedStatuses,
} from './domain/event-document.ts'

/** What a message of event.created or event.updated says of an event; undefined: of none. */
export function eventChange(
  event: Event | undefined,
  attributes: Attributes,
): { readonly change: DocumentChange; readonly saidAtMs: number } | undefined {
  if (!event) return undefined
  const saidAtMs = Date.parse(attributes.time)
  const status = indexedStatuses.find((name) => EventStatus[name] === event.status)
  const change = {
    eventId: event.eventId,
    version: documentVersion({ version: event.version, saidAtMs }),
    document: status ? documentOf(event, status) : null,
  }
  return { change, saidAtMs }
}

function documentOf(event: Event, status: IndexedStatus): EventDocument {
  const { details, location } = event
  const dateMs = Number(details?.eventDateMs ?? 0n)
  const endMs = Number(details?.endDateMs ?? 0n)
  return {
    name: details?.eventName ?? '',
    description: details?.description ?? '',
    venueName: event.venueName,
    city: event.city,
    country: event.country,
    category: details?.category ?? '',
    status,
    dateMs,
    endMs: endMs > dateMs ? endMs : null,
    month: monthOf(dateMs, details?.timeZone ?? 'UTC'),
    currency: details?.currency ?? '',
    minPriceMinor: numberOrNull(event.minPriceMinor),
    maxPriceMinor: numberOrNull(event.maxPriceMinor),
    availableSeats: event.availableSeats,
    location: location ? { latitude: location.latitude, longitude: location.longitude } : null,
    body: toBinary(EventSchema, event),
  }
}

function numberOrNull(value: bigint | undefined): number | null {
  return value === undefined ? null : Number(value)
}

/** `2026-11`: the month in which the event begins where it takes place. */
function monthOf(dateMs: number, timeZone: string): string {
  return monthFormat(timeZone).format(dateMs)
}

/** The Canadian way to write a month is that of ISO 8601. A zone that is none is taken for UTC. */
function monthFormat(timeZone: string): Intl.DateTimeFormat {
  const parts = { year: 'numeric', month: '2-digit' } as const
  try {
    return dateTimeFormat('en-CA', { ...parts, timeZone })
  } catch {
    // A RangeError is how Intl says that there is no such zone.
    return dateTimeFormat('en-CA', { ...parts, timeZone: 'UTC' })
  }
}
