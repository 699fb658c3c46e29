import type { EventId, OperationId } from '@usher/kernel'
import type { Event, EventStatus, NewEvent } from '../domain/event.ts'
import type { EventWish } from '../domain/event-wish.ts'
import type { SeatCounts } from '../domain/seat-counts.ts'

/** A place between events in the order of lists: by date, then by id. */
export interface EventPosition {
  readonly eventDateMs: number
  readonly eventId: number
}

/**
 * Which events, in the order of `EventPosition`; those that everybody may see unless it names an
 * organizer: then theirs, drafts among them.
 */
export interface EventQuery extends EventWish {
  /** Only listed events that have an end which, as last written, is ahead. */
  readonly lasting?: boolean
  readonly after: EventPosition
  /** Only events on dates before this one. */
  readonly beforeMs: number
  /** Events to look at. */
  readonly limit: number
}

/**
 * The events among those looked at that answer the query, and where to go on; undefined at the end.
 */
export interface EventPage {
  readonly events: readonly Event[]
  readonly next: EventPosition | undefined
}

export interface EventStore {
  /**
   * Keeps a new event, gives it the next event_id and publishes event.created, all in one commit.
   * An operation of this organizer that has made one before: that one, as it is now.
   */
  insert(event: NewEvent, operationId: OperationId | null): Promise<Event>
  get(eventId: EventId): Promise<Event | undefined>
  /**
   * Replaces the event whose version is one less, and publishes event.updated; with
   * `configureSale`, `pendingSales` lists it from then on; all in one commit. The counts, and what
   * was told of them, stay what they are. Fails with conflict / stale_version when the stored
   * version is another.
   */
  replace(event: Event, options: { readonly configureSale: boolean }): Promise<void>
  /**
   * Writes the counts, whatever the version; nothing when they are what they were. With `toldAtMs`,
   * same or not, publishes event.updated in the same commit and keeps when and of how many seats.
   */
  recordCounts(
    eventId: EventId,
    counts: SeatCounts,
    options: { readonly toldAtMs: number | null },
  ): Promise<void>
  list(query: EventQuery): Promise<EventPage>
  /** Events whose `nextTransitionMs` is `nowMs` or earlier, the longest overdue first. */
  due(nowMs: number, limit: number): Promise<readonly Event[]>
  /** Events with this status as last written, by id, those behind `after`. */
  inStatus(
    status: EventStatus,
    query: { readonly after: number; readonly limit: number },
  ): Promise<readonly Event[]>
  /** Events of which inventory has to be told, by id, those behind `after`. */
  pendingSales(query: {
    readonly after: number
    readonly limit: number
  }): Promise<readonly EventId[]>
  /** Inventory knows this version: no longer pending, unless a later change is. */
  saleConfigured(eventId: EventId, eventVersion: number): Promise<void>
  /** True while changes can be kept. */
  ready(): boolean
}
