import {
  DomainError,
  type EventId,
  type OperationId,
  type ReservationId,
  type SeatNumber,
  type UserId,
} from '@usher/kernel'
import { type Change, put, remove, type Tables } from '@usher/stores'
import type { TakenPlaces } from '../../domain/area.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { Reservation, ReservationInPlace } from '../../domain/reservation.ts'
import type { SeatState } from '../../domain/seat.ts'
import {
  applied,
  type Outcome,
  type ReservationChange,
  requireDistinctSeats,
  type SeatTransaction,
} from '../../domain/seat-transaction.ts'
import type {
  Expiring,
  ExpiringPage,
  Page,
  SeatLedger,
  TouchedSeat,
} from '../../ports/seat-ledger.ts'
import { areasAfter, conflictsOf, type Present } from './conditions.ts'
import type { EventRows, LoadedEventRows } from './event-rows.ts'
import {
  areaCountsRow,
  journalEntry,
  reservationOf,
  reservationRow,
  seatRow,
  seatState,
} from './row-words.ts'
import {
  areaCountsTable,
  buyerCountsTable,
  reservationsDueTable,
  reservationsTable,
  seatJournalTable,
  seatOperationsTable,
  seatsTable,
} from './rows.ts'
import { reservationsExpiring } from './reservations-expiring.ts'
import type { SeatJournal } from './seat-journal.ts'

/** Rows removed by one `forgetOperations`. */
const FORGET_BATCH = 1000

export interface SeatLedgerNeeds {
  readonly tables: Tables
  readonly events: LoadedEventRows
  readonly journal: SeatJournal
  /** The message `reservation.expired` as a change, committed with the expiry itself. */
  readonly recordExpired: (reservation: Reservation, atMs: number) => Change
}

/** The ledger of one process. Open it with `openInventoryStores`: one per `Tables`. */
export function tablesSeatLedger(needs: SeatLedgerNeeds): SeatLedger {
  return new TablesSeatLedger(needs)
}

class TablesSeatLedger implements SeatLedger {
  readonly #tables: Tables
  readonly #events: LoadedEventRows
  readonly #journal: SeatJournal
  readonly #recordExpired: SeatLedgerNeeds['recordExpired']
  #lastCommit: Promise<void> = Promise.resolve()

  constructor({ tables, events, journal, recordExpired }: SeatLedgerNeeds) {
    this.#tables = tables
    this.#events = events
    this.#journal = journal
    this.#recordExpired = recordExpired
  }

  /**
   * From the last await on, checks and writes happen in one turn, in a process that owns the
   * tables: nobody comes between an expectation and the change it guards.
   */
  async commit(transactions: readonly SeatTransaction[]): Promise<readonly Outcome[]> {
    for (const transaction of transactions) requireDistinctSeats(transaction)
    while (transactions.some(({ eventId }) => !this.#events.now(eventId))) {
      for (const { eventId } of transactions) await this.#events.loaded(eventId)
    }
    // Refused before memory is changed: rows held here may never be ahead of the store.
    if (!this.#tables.ready()) throw storeNotReady()
    const durable: Promise<void>[] = []
    const outcomes = transactions.map((transaction) => this.#apply(transaction, durable))
    if (outcomes.some(({ kind }) => kind === 'repeated')) durable.push(this.settled())
    await (durable.length === 1 ? durable[0] : Promise.all(durable))
    return outcomes
  }

  /** Commits become durable in their order: when the last one is, all that reads have shown are. */
  settled(): Promise<void> {
    return this.#lastCommit
  }

  #apply(transaction: SeatTransaction, durable: Promise<void>[]): Outcome {
    const rows = this.#events.now(transaction.eventId)
    if (!rows) throw new Error('the rows of the event are not loaded')
    const earlier = this.#earlier(transaction.operationId)
    if (earlier) return earlier
    const present = { rows, reservationVersion: this.#version, reservation: this.#read }
    const conflicts = conflictsOf(transaction, present)
    if (conflicts) {
      return stands(transaction, present) ? repeated(transaction) : { kind: 'conflict', conflicts }
    }
    // At once, so that the next of the vector sees it; Tables makes a turn's commits durable
    // together.
    this.#lastCommit = this.#tables.commit(this.#changesOf(transaction, rows))
    durable.push(this.#lastCommit)
    this.#journal.appended()
    return applied
  }

  #earlier(operationId: OperationId | null): Outcome | undefined {
    if (operationId === null) return undefined
    const row = this.#tables.get(seatOperationsTable, operationId)
    return row && { kind: 'repeated', reservationId: row.reservation_id }
  }

  readonly #version = (reservationId: ReservationId): number | undefined =>
    this.#tables.get(reservationsTable, reservationId)?.version

  readonly #read = (reservationId: ReservationId): Reservation | null => {
    const row = this.#tables.get(reservationsTable, reservationId)
    return row ? reservationOf(row) : null
  }

  #changesOf(transaction: SeatTransaction, rows: EventRows): Change[] {
    const changes: Change[] = []
    const { eventId, cause } = transaction
    for (const { seatNumber, next } of transaction.seats) {
      rows.seats.set(seatNumber, next)
      changes.push(put(seatsTable, seatRow(eventId, seatNumber, next)))
    }
    this.#writeAreas(transaction, rows, changes)
    for (const change of transaction.reservations)
      this.#writeReservation(change, cause.atMs, changes)
    for (const { userId, delta } of transaction.buyers) {
      const count = (rows.buyers.get(userId) ?? 0) + delta
      rows.buyers.set(userId, count)
      changes.push(put(buyerCountsTable, { event_id: eventId, user_id: userId, count }))
    }
    if (transaction.operationId !== null) changes.push(operationChange(transaction))
    changes.push(this.#journal.entry(transaction))
    return changes
  }

  #writeAreas(transaction: SeatTransaction, rows: EventRows, changes: Change[]): void {
    if (transaction.areas.length === 0) return
    for (const [area, taken] of areasAfter(transaction, rows) ?? []) {
      rows.areas.set(area, taken)
      changes.push(put(areaCountsTable, areaCountsRow(transaction.eventId, area, taken)))
    }
  }

  #writeReservation({ expected, next }: ReservationChange, atMs: number, changes: Change[]): void {
    changes.push(put(reservationsTable, reservationRow(next)))
    const wasDue = expected?.status === 'ACTIVE' ? expected.expiresAtMs : undefined
    const isDue = next.status === 'ACTIVE' ? next.expiresAtMs : undefined
    if (wasDue !== undefined && wasDue !== isDue) {
      changes.push(remove(reservationsDueTable, wasDue, next.reservationId))
    }
    if (isDue !== undefined && isDue !== wasDue) {
      const row = { expires_at_ms: isDue, reservation_id: next.reservationId }
      changes.push(put(reservationsDueTable, row))
    }
    if (next.status === 'EXPIRED') changes.push(this.#recordExpired(next, atMs))
  }

  async seats(eventId: EventId, seatNumbers: readonly SeatNumber[]): Promise<readonly SeatState[]> {
    const rows = this.#events.now(eventId) ?? (await this.#events.loaded(eventId))
    return seatNumbers.map((seatNumber) => rows.seat(seatNumber))
  }

  async touchedSeats(
    eventId: EventId,
    { after, limit }: Page<SeatNumber>,
  ): Promise<readonly TouchedSeat[]> {
    const rows = await this.#tables.list(seatsTable, 'key', {
      prefix: [eventId],
      limit,
      ...(after !== null && { after: [after] }),
    })
    return rows.map((row) => ({
      seatNumber: row.seat_number as SeatNumber,
      state: seatState(row),
    }))
  }

  async takenSeats(eventId: EventId): Promise<TakenPlaces> {
    const { seats } = await this.#events.loaded(eventId)
    const taken = { reserved: 0, booked: 0, blocked: 0 }
    for (const { status } of seats.values()) {
      if (status === 'RESERVED') taken.reserved += 1
      else if (status === 'BOOKED') taken.booked += 1
      else if (status === 'BLOCKED') taken.blocked += 1
    }
    return taken
  }

  async takenPlaces(eventId: EventId): Promise<ReadonlyMap<string, TakenPlaces>> {
    const { areas } = await this.#events.loaded(eventId)
    return new Map(areas)
  }

  async everTaken(eventId: EventId): Promise<boolean> {
    const { buyers } = await this.#events.loaded(eventId)
    return buyers.size > 0
  }

  async reservation(reservationId: ReservationId): Promise<Reservation | null> {
    return this.#read(reservationId)
  }

  async reservationInPlace(reservationId: ReservationId): Promise<ReservationInPlace | null> {
    const found = this.#read(reservationId)
    if (!found) return null
    const rows = this.#events.now(found.eventId) ?? (await this.#events.loaded(found.eventId))
    const reservation = this.#read(reservationId) ?? found
    return { reservation, states: reservation.seats.map(({ seatNumber }) => rows.seat(seatNumber)) }
  }

  async reservationsOf(
    userId: UserId,
    { after, limit }: Page<ReservationId>,
  ): Promise<readonly Reservation[]> {
    const rows = await this.#tables.list(reservationsTable, 'by_user', {
      prefix: [userId],
      descending: true,
      limit,
      ...(after !== null && { after: [after] }),
    })
    return rows.map(reservationOf)
  }

  async reservationsDue({
    nowMs,
    limit,
  }: {
    nowMs: number
    limit: number
  }): Promise<readonly Reservation[]> {
    const due = await this.#tables.list(reservationsDueTable, 'key', { below: nowMs + 1, limit })
    return due.flatMap(({ reservation_id }) => this.#read(reservation_id as ReservationId) ?? [])
  }

  reservationsExpiring(expiring: Expiring): Promise<ExpiringPage> {
    return reservationsExpiring({ tables: this.#tables, read: this.#read }, expiring)
  }

  async buyerCount(eventId: EventId, userId: UserId): Promise<number> {
    const rows = await this.#events.loaded(eventId)
    return rows.buyers.get(userId) ?? 0
  }

  async journal(
    eventId: EventId,
    { after, limit }: Page<number>,
  ): Promise<readonly JournalEntry[]> {
    const rows = await this.#tables.list(seatJournalTable, 'by_event', {
      prefix: [eventId],
      limit,
      ...(after !== null && { after: [after] }),
    })
    return rows.map(journalEntry)
  }

  async operation(operationId: OperationId): Promise<Outcome | null> {
    return this.#earlier(operationId) ?? null
  }

  async forgetOperations(beforeMs: number): Promise<number> {
    const options = { below: beforeMs, limit: FORGET_BATCH }
    const old = await this.#tables.list(seatOperationsTable, 'by_time', options)
    if (old.length === 0) return 0
    await this.#tables.commit(
      old.map(({ operation_id }) => remove(seatOperationsTable, operation_id)),
    )
    return old.length
  }

  ready(): boolean {
    return this.#tables.ready()
  }
}

function storeNotReady(): DomainError {
  return new DomainError('unavailable', 'storage_unavailable', 'the seat store cannot write now')
}

function repeated({ reservations }: SeatTransaction): Outcome {
  return { kind: 'repeated', reservationId: reservations[0]?.next.reservationId ?? null }
}

function operationChange({ operationId, cause, reservations }: SeatTransaction): Change {
  return put(seatOperationsTable, {
    operation_id: operationId ?? '',
    at_ms: cause.atMs,
    reservation_id: reservations[0]?.next.reservationId ?? null,
  })
}

/**
 * True when exactly what the transaction wants is what stands: it was applied before, and the
 * answer got lost.
 */
function stands({ seats, reservations }: SeatTransaction, present: Present): boolean {
  return (
    seats.length + reservations.length > 0 &&
    seats.every(({ seatNumber, next }) => sameParts(present.rows.seat(seatNumber), next)) &&
    reservations.every(({ next }) => sameParts(present.reservation(next.reservationId), next))
  )
}

function sameParts(a: object | null, b: object): boolean {
  return a !== null && JSON.stringify(a) === JSON.stringify(b)
}
