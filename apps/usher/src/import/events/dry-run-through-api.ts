import type { ImportedEvent } from '@usher/events/event-files'
import { fieldsOf } from './event-changes.ts'
import type { EventTarget, KnownEvent, KnownVenue, NewImport } from './event-target.ts'
import {
  ApiTarget,
  eventsThroughApi,
  knownEvent,
  listed,
  type RestEvent,
} from './events-through-api.ts'
import { folded, venueKey } from './match-venues.ts'

/**
 * What an import through a running server would do. It cannot ask what an external id created, so
 * it finds events by name and time: one whose name or time has changed is taken for a new one.
 */
export async function dryRunThroughApi(server: {
  url: string
  token: string
}): Promise<EventTarget> {
  const { client, startedAtMs } = (await eventsThroughApi(server)) as ApiTarget
  const known = new Map<string, KnownEvent>()
  for await (const event of listed<RestEvent>(client, '/v1/events?mine=true')) {
    const venue = venueKey({ name: event.venue_name, city: event.city })
    const { event_name: name, event_date: date } = event
    for (const key of keysOf({ name, startMs: Date.parse(date), venue })) {
      if (!known.has(key)) known.set(key, knownEvent(event))
    }
  }
  return new DryRunTarget(new ApiTarget(client, startedAtMs), known)
}

/** From the surest to the less sure: an event may have got another venue. */
function keysOf({ name, startMs, venue }: { name: string; startMs: number; venue: string }) {
  const key = `${folded(name)}|${startMs}`
  return [`${key}|${venue}`, key]
}

class DryRunTarget implements EventTarget {
  readonly startedAtMs: number
  readonly inFlightMax: number
  readonly #target: EventTarget
  readonly #known: ReadonlyMap<string, KnownEvent>
  #venueId = 0

  constructor(target: EventTarget, known: ReadonlyMap<string, KnownEvent>) {
    this.#target = target
    this.#known = known
    this.startedAtMs = target.startedAtMs
    this.inFlightMax = target.inFlightMax
  }

  venues(): Promise<readonly KnownVenue[]> {
    return this.#target.venues()
  }

  /** Numbers that no venue has. */
  async createVenue({ name, city }: { name: string; city: string }): Promise<KnownVenue> {
    return { venueId: --this.#venueId, name, city }
  }

  async createEvent({ venueId, event }: NewImport): Promise<KnownEvent> {
    const { name, startMs } = event
    const keys = keysOf({ name, startMs, venue: venueKey(event.venue) })
    const found = keys.map((key) => this.#known.get(key)).find((known) => known !== undefined)
    return found ?? notYet(event, { venueId, atMs: this.startedAtMs })
  }

  async updateEvent(): Promise<void> {}

  hasSeatMap(known: KnownEvent): Promise<boolean> {
    return known.eventId > 0 ? this.#target.hasSeatMap(known) : Promise.resolve(false)
  }

  async putSeatMap(): Promise<void> {}
  async publish(): Promise<void> {}
  async close(): Promise<void> {}
}

function notYet(
  event: ImportedEvent,
  { venueId, atMs }: { venueId: number; atMs: number },
): KnownEvent {
  const nothing = { description: '', category: '', imageUrl: '', endMs: null, language: '' }
  const { name, startMs, timeZone, currency } = event
  return {
    eventId: 0,
    venueId,
    fields: { ...nothing, name, startMs, timeZone, ...fieldsOf(event) },
    currency,
    isDraft: true,
    createdAtMs: atMs,
    version: 0,
  }
}
