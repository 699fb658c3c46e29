import { outboxMessage, topics } from '@usher/bus'
import { outboxRow } from '@usher/bus/mysql/outbox-events'
import { type Clock, DomainError, type EventId, type OperationId, type Random } from '@usher/kernel'
import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { type Kysely, sql, type Transaction, type Updateable } from 'kysely'
import type { Event, EventStatus, NewEvent } from '../../domain/event.ts'
import { fulfils } from '../../domain/event-wish.ts'
import type { SeatCounts } from '../../domain/seat-counts.ts'
import { eventMessage } from '../../event-message.ts'
import type { EventPage, EventQuery, EventStore } from '../../ports/event-store.ts'
import { createOnce } from './creations.ts'
import { columnsOf, countColumns, eventFromRow, rowFromEvent } from './event-row.ts'
import type { EventsDatabase, EventsTable } from './events-database.ts'
import { eventsInOrder } from './list-events.ts'

export interface MysqlEventNeeds {
  readonly clock: Clock
  readonly random: Random
  /** True while MySQL answers, as far as is known without asking. */
  readonly ready: () => boolean
}

/**
 * Events in MySQL, each change with its row in `outbox_events`. A change writes the event first:
 * its row is then ours until the end of the transaction, so the messages of one event are numbered
 * in the order of its changes.
 */
export function mysqlEventStore({ db }: Mysql<EventsDatabase>, needs: MysqlEventNeeds): EventStore {
  return new MysqlEventStore(db, needs)
}

class MysqlEventStore implements EventStore {
  readonly #db: Kysely<EventsDatabase>
  readonly #needs: MysqlEventNeeds

  constructor(db: Kysely<EventsDatabase>, needs: MysqlEventNeeds) {
    this.#db = db
    this.#needs = needs
  }

  insert(event: NewEvent, operationId: OperationId | null): Promise<Event> {
    const { organizerId } = event
    return this.#change(async (trx) => {
      const creation = { created: 'event', organizerId, operationId } as const
      const { id, isNew } = await createOnce(trx, creation, async () => {
        const inserted = trx.insertInto('events').values(rowFromEvent(event))
        return Number((await inserted.executeTakeFirstOrThrow()).insertId)
      })
      const kept = await storedEvent(trx, id)
      if (!kept) throw new TypeError('an event is gone that nobody removes')
      if (isNew) await this.#publish(trx, topics.eventCreated, kept)
      return kept
    })
  }

  get(eventId: EventId): Promise<Event | undefined> {
    return runOnMysql(() => storedEvent(this.#db, eventId))
  }

  replace(event: Event, { configureSale }: { configureSale: boolean }): Promise<void> {
    return this.#change(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('events')
        .set(columnsOf(event))
        .where('event_id', '=', event.eventId)
        .where('version', '=', event.version - 1)
        .executeTakeFirstOrThrow()
      const stored = await storedEvent(trx, event.eventId)
      if (numUpdatedRows === 0n || !stored) throw staleVersion(event, stored)
      if (configureSale) await rememberSale(trx, event)
      await this.#publish(trx, topics.eventUpdated, stored)
    })
  }

  recordCounts(
    eventId: EventId,
    counts: SeatCounts,
    { toldAtMs }: { toldAtMs: number | null },
  ): Promise<void> {
    if (toldAtMs === null) {
      return runOnMysql(() => writeCounts(this.#db, eventId, countColumns(counts)))
    }
    const told = { told_available_seats: counts.availableSeats, told_at_ms: toldAtMs }
    return this.#change(async (trx) => {
      await writeCounts(trx, eventId, { ...countColumns(counts), ...told })
      const stored = await storedEvent(trx, eventId)
      if (stored) await this.#publish(trx, topics.eventUpdated, stored)
    })
  }

  list(query: EventQuery): Promise<EventPage> {
    return runOnMysql(async () => {
      const events = (await eventsInOrder(this.#db, query).execute()).map(eventFromRow)
      const last = events.length === query.limit ? events.at(-1) : undefined
      return {
        events: events.filter((event) => fulfils(event, query)),
        next: last && { eventDateMs: last.details.eventDateMs, eventId: last.eventId },
      }
    })
  }

  due(nowMs: number, limit: number): Promise<readonly Event[]> {
    return runOnMysql(async () => {
      const rows = await this.#db
        .selectFrom('events')
        .selectAll()
        .where('next_transition_ms', '<=', nowMs)
        .orderBy('next_transition_ms')
        .orderBy('event_id')
        .limit(limit)
        .execute()
      return rows.map(eventFromRow)
    })
  }

  inStatus(
    status: EventStatus,
    { after, limit }: { after: number; limit: number },
  ): Promise<readonly Event[]> {
    return runOnMysql(async () => {
      const rows = await this.#db
        .selectFrom('events')
        .selectAll()
        .where('status', '=', status)
        .where('event_id', '>', after)
        .orderBy('event_id')
        .limit(limit)
        .execute()
      return rows.map(eventFromRow)
    })
  }

  pendingSales({ after, limit }: { after: number; limit: number }): Promise<readonly EventId[]> {
    return runOnMysql(async () => {
      const query = this.#db.selectFrom('pending_sales').select('event_id')
      const rows = await query
        .where('event_id', '>', after)
        .orderBy('event_id')
        .limit(limit)
        .execute()
      return rows.map(({ event_id }) => event_id as EventId)
    })
  }

  saleConfigured(eventId: EventId, eventVersion: number): Promise<void> {
    return runOnMysql(async () => {
      await this.#db
        .deleteFrom('pending_sales')
        .where('event_id', '=', eventId)
        .where('event_version', '<=', eventVersion)
        .execute()
    })
  }

  ready(): boolean {
    return this.#needs.ready()
  }

  #change<Value>(work: (trx: Transaction<EventsDatabase>) => Promise<Value>): Promise<Value> {
    return runOnMysql(() => this.#db.transaction().execute(work))
  }

  async #publish(
    trx: Transaction<EventsDatabase>,
    topic: typeof topics.eventCreated | typeof topics.eventUpdated,
    event: Event,
  ): Promise<void> {
    const message = outboxMessage(this.#needs, topic, { event: eventMessage(event) })
    const row = outboxRow({ aggregateType: 'event', aggregateId: event.eventId }, message)
    await trx.insertInto('outbox_events').values(row).execute()
  }
}

async function storedEvent(
  db: Kysely<EventsDatabase>,
  eventId: number,
): Promise<Event | undefined> {
  const query = db.selectFrom('events').selectAll().where('event_id', '=', eventId)
  const row = await query.executeTakeFirst()
  return row && eventFromRow(row)
}

async function writeCounts(
  db: Kysely<EventsDatabase>,
  eventId: EventId,
  columns: Updateable<EventsTable>,
): Promise<void> {
  await db.updateTable('events').set(columns).where('event_id', '=', eventId).execute()
}

async function rememberSale(trx: Transaction<EventsDatabase>, event: Event): Promise<void> {
  await trx
    .insertInto('pending_sales')
    .values({ event_id: event.eventId, event_version: event.version })
    .onDuplicateKeyUpdate({ event_version: sql`VALUES(event_version)` })
    .execute()
}

function staleVersion(event: Event, stored: Event | undefined): DomainError {
  return new DomainError('conflict', 'stale_version', 'the event has changed in the meantime', {
    event_id: event.eventId,
    expected_version: event.version - 1,
    version: stored?.version ?? 0,
  })
}
