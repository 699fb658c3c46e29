import type { TopicLog } from '@usher/bus'
import { topics } from '@usher/bus'
import {
  type BookingId,
  type BookingReference,
  type EventId,
  DomainError,
  type ReservationId,
  type UserId,
} from '@usher/kernel'
import { type Change, put, remove, type Tables } from '@usher/stores'
import type { Booking } from '../../domain/booking.ts'
import { ticketIdOf } from '../../domain/ticket.ts'
import type {
  Announcement,
  BookingChange,
  BookingStore,
  CreateOutcome,
  EventTotals,
  Page,
  UserPlace,
} from '../../ports/booking-store.ts'
import { cancelledMessage, confirmedMessage } from '../protobuf/booking-messages.ts'
import {
  bookingOf,
  bookingsTable,
  cancelledEventsTable,
  openTable,
  payersTable,
  referencesTable,
  rowOf,
} from './booking-tables.ts'
import { EventSums } from './event-sums.ts'
import { OnTheirWay } from './on-their-way.ts'
import { admittedTable } from './ticket-tables.ts'

/** Bookings in the embedded store; `log` is the outbox that shares their commits. */
export function tablesBookingStore(tables: Tables, log: TopicLog): BookingStore {
  return new TablesBookingStore(tables, log)
}

/**
 * Every check is followed by its commit without an await between them, which makes the two atomic:
 * see `Tables`.
 */
class TablesBookingStore implements BookingStore {
  readonly #tables: Tables
  readonly #log: TopicLog
  readonly #sums: EventSums
  readonly #onTheirWay = new OnTheirWay<BookingId>()

  constructor(tables: Tables, log: TopicLog) {
    this.#tables = tables
    this.#log = log
    this.#sums = new EventSums((eventId, page) => this.ofEvent(eventId, page))
  }

  async create(booking: Booking, dueAtMs: number): Promise<CreateOutcome> {
    const by = this.#takenBy(booking)
    if (by) {
      await this.#durable(by.bookingId)
      return { created: false, because: 'taken', by }
    }
    if (this.#tables.get(referencesTable, booking.bookingReference)) {
      return { created: false, because: 'reference_taken' }
    }
    if (this.#tables.get(cancelledEventsTable, booking.eventId)) {
      return { created: false, because: 'event_cancelled' }
    }
    await this.#commit(booking.bookingId, [
      put(bookingsTable, rowOf(booking)),
      put(referencesTable, {
        booking_reference: booking.bookingReference,
        booking_id: booking.bookingId,
      }),
      openRow(booking.bookingId, dueAtMs),
      payerRow(booking),
    ])
    return { created: true }
  }

  async update({ before, after, dueAtMs, announce, ...change }: BookingChange): Promise<boolean> {
    const stored = this.#tables.get(bookingsTable, before.bookingId)
    if (stored?.version !== before.version) return false
    this.#refuseCheckedIn(before.bookingId, change.notCheckedIn ?? none)
    const changes = [put(bookingsTable, rowOf(after)), openOrClosed(after, dueAtMs)]
    if (after.status === 'CONFIRMED' && before.status === 'PENDING') {
      changes.push(remove(payersTable, after.reservationId))
    }
    if (announce) changes.push(this.#message(after, announce))
    this.#sums.change(before, after)
    await this.#commit(before.bookingId, changes)
    return true
  }

  async postpone(bookingId: BookingId, dueAtMs: number): Promise<void> {
    if (!this.#tables.get(openTable, bookingId)) return
    await this.#tables.commit([openRow(bookingId, dueAtMs)])
  }

  async get(bookingId: BookingId): Promise<Booking | undefined> {
    const booking = this.#get(bookingId)
    await this.#durable(bookingId)
    return booking
  }

  async many(bookingIds: readonly BookingId[]): Promise<readonly Booking[]> {
    const found = await Promise.all([...new Set(bookingIds)].map((id) => this.get(id)))
    return found.filter((booking) => booking !== undefined)
  }

  async byReference(reference: BookingReference): Promise<Booking | undefined> {
    const row = this.#tables.get(referencesTable, reference)
    return row && this.get(row.booking_id)
  }

  async lastOf(reservationId: ReservationId): Promise<Booking | undefined> {
    const payer = this.#tables.get(payersTable, reservationId)
    return payer && this.get(payer.booking_id)
  }

  async due(nowMs: number, limit: number): Promise<readonly BookingId[]> {
    const rows = await this.#tables.list(openTable, 'due', { below: nowMs + 1, limit })
    return rows.map((row) => row.booking_id)
  }

  async ofUser(userId: UserId, { after, limit }: Page<UserPlace>): Promise<readonly Booking[]> {
    const rows = await this.#tables.list(bookingsTable, 'by_user', {
      prefix: [userId],
      ...(after && { after: [after.createdAtMs, after.bookingId] }),
      descending: true,
      limit,
    })
    return rows.map(bookingOf)
  }

  async ofEvent(eventId: EventId, { after, limit }: Page<BookingId>): Promise<readonly Booking[]> {
    const rows = await this.#tables.list(bookingsTable, 'by_event', {
      prefix: [eventId],
      ...(after && { after: [after] }),
      limit,
    })
    return rows.map(bookingOf)
  }

  async markEventCancelled(eventId: EventId, finished: boolean): Promise<void> {
    await this.#tables.commit([
      put(cancelledEventsTable, { event_id: eventId, finished: finished ? 1 : 0 }),
    ])
  }

  async eventCancellation(eventId: EventId): Promise<'none' | 'begun' | 'finished'> {
    const row = this.#tables.get(cancelledEventsTable, eventId)
    if (!row) return 'none'
    return row.finished ? 'finished' : 'begun'
  }

  totals(eventId: EventId): Promise<EventTotals> {
    return this.#sums.of(eventId)
  }

  #commit(bookingId: BookingId, changes: readonly Change[]): Promise<void> {
    return this.#onTheirWay.add(bookingId, this.#tables.commit(changes))
  }

  /**
   * Waits for the newest change of a booking. Tables show what is on its way to the disk; whoever
   * calls the provider or answers a buyer on the strength of it could be left with money that
   * belongs to nothing.
   */
  #durable(bookingId: BookingId): Promise<void> {
    return this.#onTheirWay.durable(bookingId)
  }

  #get(bookingId: BookingId): Booking | undefined {
    const row = this.#tables.get(bookingsTable, bookingId)
    return row && bookingOf(row)
  }

  /** In the turn of the commit: whoever is let in from here on finds another version. */
  #refuseCheckedIn(bookingId: BookingId, numbers: readonly number[]): void {
    const inside = numbers.filter((number) => this.#tables.get(admittedTable, bookingId, number))
    if (inside.length === 0) return
    const tickets = inside.map((number) => ticketIdOf({ bookingId, number }))
    const message = 'somebody has come in with these tickets'
    throw new DomainError('conflict', 'already_checked_in', message, { tickets })
  }

  /** The booking that stands in the way of a new one. */
  #takenBy({ bookingId, reservationId, operationId }: Booking): Booking | undefined {
    const payer = this.#tables.get(payersTable, reservationId)
    const last = payer && this.#get(payer.booking_id)
    if (last && (last.status !== 'FAILED' || last.operationId === operationId)) return last
    return this.#get(bookingId)
  }

  #message(booking: Booking, announce: Announcement): Change {
    if (announce.fact === 'confirmed') {
      return this.#log.record(topics.bookingConfirmed, confirmedMessage(booking))
    }
    return this.#log.record(topics.bookingCancelled, cancelledMessage(booking, announce.refund))
  }
}

const none: readonly number[] = []

function openRow(bookingId: BookingId, dueAtMs: number): Change {
  return put(openTable, { booking_id: bookingId, next_at_ms: dueAtMs })
}

function openOrClosed({ bookingId }: Booking, dueAtMs: number | undefined): Change {
  return dueAtMs === undefined ? remove(openTable, bookingId) : openRow(bookingId, dueAtMs)
}

function payerRow({ reservationId, bookingId }: Booking): Change {
  return put(payersTable, { reservation_id: reservationId, booking_id: bookingId })
}
