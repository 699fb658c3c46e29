import { type TopicLog, topics } from '@usher/bus'
import { DomainError, type EventId, type OperationId } from '@usher/kernel'
import { type Change, defineTable, put, remove, type Tables } from '@usher/stores'
import { type Event, type EventStatus, matchingKey, type NewEvent } from '../../domain/event.ts'
import { fulfils } from '../../domain/event-wish.ts'
import { sameCounts, type SeatCounts } from '../../domain/seat-counts.ts'
import { eventMessage } from '../../event-message.ts'
import type { EventPage, EventQuery, EventStore } from '../../ports/event-store.ts'
import { type EventRow, eventFromRow, eventsTable, rowFromEvent } from './event-row.ts'
import { numbered } from './creations.ts'
import { venuesTable } from './venue-store.ts'

/** Events whose rules inventory has not acknowledged. */
interface PendingSaleRow {
  readonly event_id: number
  /** The version that brought the change. */
  readonly event_version: number
}

export const pendingSalesTable = defineTable<PendingSaleRow>({
  name: 'pending_sales',
  columns: { event_id: 'integer', event_version: 'integer' },
  key: ['event_id'],
})

/**
 * Events in `Tables`, published through `topicLog`. Relies on get and commit without an await
 * between being atomic.
 */
export function tablesEventStore(needs: { tables: Tables; topicLog: TopicLog }): EventStore {
  return new TablesEventStore(needs.tables, needs.topicLog)
}

class TablesEventStore implements EventStore {
  readonly #tables: Tables
  readonly #topicLog: TopicLog

  constructor(tables: Tables, topicLog: TopicLog) {
    this.#tables = tables
    this.#topicLog = topicLog
  }

  async insert(event: NewEvent, operationId: OperationId | null): Promise<Event> {
    const { organizerId } = event
    const creation = { created: 'event', organizerId, operationId } as const
    const { id, isNew, changes } = numbered(this.#tables, creation)
    const existing = isNew ? undefined : this.#stored(id as EventId)
    const kept: Event = existing ?? { ...event, eventId: id as EventId }
    if (!existing) {
      const published = this.#topicLog.record(topics.eventCreated, { event: eventMessage(kept) })
      changes.push(put(eventsTable, rowFromEvent(kept)), published)
    }
    await this.#tables.commit(changes)
    return kept
  }

  async get(eventId: EventId): Promise<Event | undefined> {
    return this.#stored(eventId)
  }

  async replace(event: Event, { configureSale }: { configureSale: boolean }): Promise<void> {
    const stored = this.#stored(event.eventId)
    if (stored?.version !== event.version - 1) throw staleVersion(event, stored)
    const next = { ...event, counts: stored.counts, told: stored.told }
    const pending: PendingSaleRow = { event_id: event.eventId, event_version: event.version }
    const changes: Change[] = [
      put(eventsTable, rowFromEvent(next)),
      ...(configureSale ? [put(pendingSalesTable, pending)] : []),
      this.#topicLog.record(topics.eventUpdated, { event: eventMessage(next) }),
    ]
    await this.#tables.commit(changes)
  }

  async recordCounts(
    eventId: EventId,
    counts: SeatCounts,
    { toldAtMs }: { toldAtMs: number | null },
  ): Promise<void> {
    const stored = this.#stored(eventId)
    if (!stored || (toldAtMs === null && sameCounts(stored.counts, counts))) return
    const told = { availableSeats: counts.availableSeats, atMs: toldAtMs ?? 0 }
    const next = { ...stored, counts, ...(toldAtMs !== null && { told }) }
    const changes = [put(eventsTable, rowFromEvent(next))]
    if (toldAtMs !== null) {
      changes.push(this.#topicLog.record(topics.eventUpdated, { event: eventMessage(next) }))
    }
    await this.#tables.commit(changes)
  }

  async list(query: EventQuery): Promise<EventPage> {
    const { index, prefix } = indexFor(query)
    const { after, beforeMs: below, limit } = query
    const options = { prefix, after: [after.eventDateMs, after.eventId], below, limit }
    const rows = await this.#tables.list(eventsTable, index, options)
    const last = rows.length === limit ? rows.at(-1) : undefined
    return {
      events: this.#events(rows).filter((event) => fulfils(event, query)),
      next: last && { eventDateMs: last.event_date_ms, eventId: last.event_id },
    }
  }

  async due(nowMs: number, limit: number): Promise<readonly Event[]> {
    const options = { below: nowMs + 1, limit }
    return this.#events(await this.#tables.list(eventsTable, 'by_transition', options))
  }

  async inStatus(
    status: EventStatus,
    { after, limit }: { after: number; limit: number },
  ): Promise<readonly Event[]> {
    const options = { prefix: [status], after: [after], limit }
    return this.#events(await this.#tables.list(eventsTable, 'by_status', options))
  }

  async pendingSales(query: { after: number; limit: number }): Promise<readonly EventId[]> {
    const options = { after: [query.after], limit: query.limit }
    const rows = await this.#tables.list(pendingSalesTable, 'key', options)
    return rows.map(({ event_id }) => event_id as EventId)
  }

  async saleConfigured(eventId: EventId, eventVersion: number): Promise<void> {
    const pending = this.#tables.get(pendingSalesTable, eventId)
    if (!pending || pending.event_version > eventVersion) return
    await this.#tables.commit([remove(pendingSalesTable, eventId)])
  }

  ready(): boolean {
    return this.#tables.ready()
  }

  #stored(eventId: EventId): Event | undefined {
    const row = this.#tables.get(eventsTable, eventId)
    return row && this.#event(row)
  }

  #events(rows: readonly EventRow[]): readonly Event[] {
    return rows.map((row) => this.#event(row))
  }

  /** Rows from before events kept the address have it from their venue. */
  #event(row: EventRow): Event {
    const address = row.address ?? this.#tables.get(venuesTable, row.venue_id)?.address
    return eventFromRow(row, address ?? '')
  }
}

/** The index that leaves the least to `fulfils`. */
function indexFor({ lasting, organizerId, city, category }: EventQuery) {
  if (lasting) return { index: 'by_lasting', prefix: [1] }
  if (organizerId !== undefined) return { index: 'by_organizer', prefix: [organizerId] }
  if (city !== undefined) return { index: 'by_city', prefix: [1, matchingKey(city)] }
  if (category !== undefined) return { index: 'by_category', prefix: [1, matchingKey(category)] }
  return { index: 'by_date', prefix: [1] }
}

function staleVersion(event: Event, stored: Event | undefined): DomainError {
  return new DomainError('conflict', 'stale_version', 'the event has changed in the meantime', {
    event_id: event.eventId,
    expected_version: event.version - 1,
    version: stored?.version ?? 0,
  })
}
