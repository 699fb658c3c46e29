import type { EventId, SeatNumber, UserId } from '@usher/kernel'
import { LIST_LIMIT_MAX, type Table, type Tables } from '@usher/stores'
import { noTakenPlaces, type TakenPlaces } from '../../domain/area.ts'
import { type SeatState, untouchedSeat } from '../../domain/seat.ts'
import { seatState } from './row-words.ts'
import { areaCountsTable, buyerCountsTable, seatMapsTable, seatsTable } from './rows.ts'

// An event is absent, loading, or loaded. `loaded` waits for it to be loaded; the least recently
// used events fall back to absent when all together hold too many rows. Only the ledger and the
// seat map store write these rows, each in the same turn in which it changes what is loaded, so
// that a loaded event always equals its rows.

/** Rows in memory, of all events together: about 200 MB. */
const ROWS_LOADED_MAX = 1_000_000

/** What the conditions of a transaction are checked against. */
export class EventRows {
  readonly seats = new Map<SeatNumber, SeatState>()
  readonly areas = new Map<string, TakenPlaces>()
  /** Kept at zero too: a buyer who is here has once taken something. */
  readonly buyers = new Map<UserId, number>()
  mapVersion = 0

  seat(seatNumber: SeatNumber): SeatState {
    return this.seats.get(seatNumber) ?? untouchedSeat
  }

  area(name: string): TakenPlaces {
    return this.areas.get(name) ?? noTakenPlaces
  }

  get size(): number {
    return this.seats.size + this.areas.size + this.buyers.size
  }
}

export class LoadedEventRows {
  readonly #tables: Tables
  readonly #loaded = new Map<EventId, EventRows>()
  readonly #loading = new Map<EventId, Promise<void>>()
  #latest: EventId | undefined

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /**
   * The rows of the event if they are loaded: to be used in this turn, never kept across an await.
   */
  now(eventId: EventId): EventRows | undefined {
    const rows = this.#loaded.get(eventId)
    if (rows && eventId !== this.#latest) {
      this.#loaded.delete(eventId)
      this.#loaded.set(eventId, rows)
      this.#latest = eventId
    }
    return rows
  }

  /** Waits until the rows of the event are loaded. */
  async loaded(eventId: EventId): Promise<EventRows> {
    for (;;) {
      const rows = this.now(eventId)
      if (rows) return rows
      await this.#loadOnce(eventId)
    }
  }

  #loadOnce(eventId: EventId): Promise<void> {
    const running = this.#loading.get(eventId)
    if (running) return running
    const loading = this.#load(eventId).finally(() => this.#loading.delete(eventId))
    this.#loading.set(eventId, loading)
    return loading
  }

  async #load(eventId: EventId): Promise<void> {
    const rows = new EventRows()
    for await (const row of this.#all(seatsTable, eventId, (last) => [last.seat_number])) {
      rows.seats.set(row.seat_number as SeatNumber, seatState(row))
    }
    for await (const row of this.#all(areaCountsTable, eventId, (last) => [last.area])) {
      rows.areas.set(row.area, row)
    }
    for await (const row of this.#all(buyerCountsTable, eventId, (last) => [last.user_id])) {
      rows.buyers.set(row.user_id, row.count)
    }
    rows.mapVersion = this.#tables.get(seatMapsTable, eventId)?.version ?? 0
    this.#loaded.set(eventId, rows)
    this.#latest = eventId
    this.#makeRoom(eventId)
  }

  async *#all<Row extends object>(
    table: Table<Row>,
    eventId: EventId,
    behind: (last: Row) => readonly string[],
  ): AsyncGenerator<Row> {
    let after: readonly string[] | undefined
    for (;;) {
      const options = { prefix: [eventId], limit: LIST_LIMIT_MAX, ...(after && { after }) }
      const page = await this.#tables.list(table, 'key', options)
      yield* page
      const last = page.at(-1)
      if (!last || page.length < LIST_LIMIT_MAX) return
      after = behind(last)
    }
  }

  #makeRoom(keep: EventId): void {
    let total = 0
    for (const rows of this.#loaded.values()) total += rows.size
    for (const [eventId, rows] of this.#loaded) {
      if (total <= ROWS_LOADED_MAX) return
      if (eventId === keep) continue
      total -= rows.size
      this.#loaded.delete(eventId)
    }
  }
}
