import { type ApiClient, apiClient } from './api-client.ts'
import { fieldsOf } from './event-changes.ts'
import type {
  EventChanges,
  EventTarget,
  KnownEvent,
  KnownVenue,
  NewImport,
} from './event-target.ts'

/** The organizer's events in a running server. */
export async function eventsThroughApi(server: {
  url: string
  token: string
}): Promise<EventTarget> {
  const client = apiClient(server)
  const { atMs } = await client.call({ method: 'GET', path: '/v1/venues?limit=1' })
  // The server's own clock, in whole seconds: what it created before was there before.
  return new ApiTarget(client, Number.isFinite(atMs) ? atMs : Date.now())
}

export class ApiTarget implements EventTarget {
  readonly startedAtMs: number
  /** A server reads one seat map at a time, and lets eight others wait. */
  readonly inFlightMax = 8
  readonly client: ApiClient

  constructor(client: ApiClient, startedAtMs: number) {
    this.client = client
    this.startedAtMs = startedAtMs
  }

  async venues(): Promise<readonly KnownVenue[]> {
    const venues: KnownVenue[] = []
    for await (const venue of listed<RestVenue>(this.client, '/v1/venues')) {
      venues.push({ venueId: venue.venue_id, name: venue.venue_name, city: venue.city })
    }
    return venues
  }

  async createVenue(
    { name, city, country, address, timeZone, location }: Parameters<EventTarget['createVenue']>[0],
    externalId: string,
  ): Promise<KnownVenue> {
    const body = {
      venue_name: name,
      city,
      country,
      address,
      time_zone: timeZone,
      external_id: externalId,
      ...(location && { location }),
    }
    const answer = await this.client.call({ method: 'POST', path: '/v1/venues', body })
    return { venueId: (answer.body as RestVenue).venue_id, name, city }
  }

  async createEvent({ venueId, event, externalId }: NewImport): Promise<KnownEvent> {
    const details = { ...restFields(fieldsOf(event)), currency: event.currency }
    const body = { venue_id: venueId, external_id: externalId, ...details }
    const answer = await this.client.call({ method: 'POST', path: '/v1/events', body })
    return knownEvent(answer.body as RestEvent)
  }

  async updateEvent({ eventId }: KnownEvent, changes: EventChanges): Promise<void> {
    const body = restFields(changes)
    await this.client.call({ method: 'PATCH', path: `/v1/events/${eventId}`, body })
  }

  async hasSeatMap({ eventId }: KnownEvent): Promise<boolean> {
    const path = `/v1/events/${eventId}/seat-map`
    const { status } = await this.client.call({ method: 'GET', path, mayLack: true })
    return status !== 404
  }

  async putSeatMap({ eventId }: KnownEvent, seatMap: string): Promise<void> {
    const path = `/v1/events/${eventId}/seat-map?format=usher`
    await this.client.call({ method: 'PUT', path, body: JSON.parse(seatMap) as unknown })
  }

  async publish({ eventId }: KnownEvent): Promise<void> {
    await this.client.call({ method: 'POST', path: `/v1/events/${eventId}/publish` })
  }

  async close(): Promise<void> {}
}

const PAGE = 100

/** Every item of a list, page by page. */
export async function* listed<Item>(client: ApiClient, path: string): AsyncIterable<Item> {
  const mark = path.includes('?') ? '&' : '?'
  let cursor: string | null = ''
  while (cursor !== null) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { body } = await client.call({
      method: 'GET',
      path: `${path}${mark}limit=${PAGE}${after}`,
    })
    const page = body as { data: Item[]; next_cursor: string | null }
    yield* page.data
    cursor = page.next_cursor
  }
}

interface RestVenue {
  readonly venue_id: number
  readonly venue_name: string
  readonly city: string
}

/** As much of an event as an import looks at. */
export interface RestEvent {
  readonly event_id: number
  readonly venue_id: number
  readonly venue_name: string
  readonly city: string
  readonly event_name: string
  readonly description: string
  readonly category: string
  readonly image_url: string
  readonly event_date: string
  readonly end_date: string | null
  readonly time_zone: string
  readonly language: string
  readonly currency: string
  readonly status: string
  readonly created_at: string
  readonly version: number
}

export function knownEvent(event: RestEvent): KnownEvent {
  return {
    eventId: event.event_id,
    venueId: event.venue_id,
    fields: {
      name: event.event_name,
      description: event.description,
      category: event.category,
      imageUrl: event.image_url,
      startMs: Date.parse(event.event_date),
      endMs: event.end_date === null ? null : Date.parse(event.end_date),
      timeZone: event.time_zone,
      language: event.language,
    },
    currency: event.currency,
    isDraft: event.status === 'DRAFT',
    createdAtMs: Date.parse(event.created_at),
    version: event.version,
  }
}

function restFields({ name, imageUrl, startMs, endMs, timeZone, ...fields }: EventChanges) {
  return {
    ...fields,
    ...(name !== undefined && { event_name: name }),
    ...(imageUrl !== undefined && { image_url: imageUrl }),
    ...(startMs !== undefined && { event_date: new Date(startMs).toISOString() }),
    ...(typeof endMs === 'number' && { end_date: new Date(endMs).toISOString() }),
    ...(timeZone !== undefined && { time_zone: timeZone }),
  }
}
