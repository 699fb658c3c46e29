import type { TopicLog } from '@usher/bus'
import { topics } from '@usher/bus'
import type { BookingId, BookingReference, EventId, ReservationId, UserId } from '@usher/kernel'
import { type Change, put, remove, type Tables } from '@usher/stores'
import { type Booking, nothingLeft } from '../../domain/booking.ts'
import type {
  Announcement,
  BookingChange,
  BookingStore,
  CreateOutcome,
  EventTotals,
  OpenBooking,
  Page,
  UserPlace,
} from '../../ports/booking-store.ts'
import {
  bookingOf,
  bookingsTable,
  cancelledEventsTable,
  openTable,
  referencesTable,
  rowOf,
} from './booking-tables.ts'
import { EventSums } from './event-sums.ts'

/** Later than any clock: the row is kept for what it says, nobody comes back to it. */
const NEVER_DUE_MS = Number.MAX_SAFE_INTEGER

/** Bookings in the embedded store; `log` is the outbox that shares their commits. */
export function tablesBookingStore(tables: Tables, log: TopicLog): BookingStore {
  return new TablesBookingStore(tables, log)
}

/** Every check is followed by its commit without an await between them, which makes the two atomic: see `Tables`. */
class TablesBookingStore implements BookingStore {
  readonly #tables: Tables
  readonly #log: TopicLog
  readonly #sums: EventSums

  constructor(tables: Tables, log: TopicLog) {
    this.#tables = tables
    this.#log = log
    this.#sums = new EventSums((eventId, page) => this.ofEvent(eventId, page))
  }

  async create(booking: Booking, dueAtMs: number): Promise<CreateOutcome> {
    const by = this.#takenBy(booking)
    if (by) return { created: false, because: 'taken', by }
    if (this.#tables.get(referencesTable, booking.bookingReference)) {
      return { created: false, because: 'reference_taken' }
    }
    if (this.#tables.get(cancelledEventsTable, booking.eventId)) {
      return { created: false, because: 'event_cancelled' }
    }
    await this.#tables.commit([
      put(bookingsTable, rowOf(booking)),
      put(referencesTable, {
        booking_reference: booking.bookingReference,
        booking_id: booking.bookingId,
      }),
      openRow(booking, dueAtMs),
    ])
    return { created: true }
  }

  async update({ before, after, dueAtMs, announce }: BookingChange): Promise<boolean> {
    const stored = this.#tables.get(bookingsTable, before.bookingId)
    if (stored?.version !== before.version) return false
    const changes = [put(bookingsTable, rowOf(after)), whatIsOpen(after, dueAtMs)]
    if (announce) changes.push(this.#message(after, announce))
    this.#sums.change(before, after)
    await this.#tables.commit(changes)
    return true
  }

  async postpone(booking: OpenBooking, dueAtMs: number): Promise<void> {
    const open = this.#tables.get(openTable, booking.reservationId)
    if (open?.booking_id !== booking.bookingId || open.next_at_ms === NEVER_DUE_MS) return
    await this.#tables.commit([openRow(booking, dueAtMs)])
  }

  async get(bookingId: BookingId): Promise<Booking | undefined> {
    return this.#get(bookingId)
  }

  async byReference(reference: BookingReference): Promise<Booking | undefined> {
    const row = this.#tables.get(referencesTable, reference)
    return row && this.#get(row.booking_id)
  }

  async lastOf(reservationId: ReservationId): Promise<Booking | undefined> {
    const open = this.#tables.get(openTable, reservationId)
    return open && this.#get(open.booking_id)
  }

  async due(nowMs: number, limit: number): Promise<readonly OpenBooking[]> {
    const rows = await this.#tables.list(openTable, 'due', { below: nowMs + 1, limit })
    return rows.map((row) => ({
      bookingId: row.booking_id,
      reservationId: row.reservation_id,
    }))
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

  #get(bookingId: BookingId): Booking | undefined {
    const row = this.#tables.get(bookingsTable, bookingId)
    return row && bookingOf(row)
  }

  /** The booking that stands in the way of a new one. */
  #takenBy({ bookingId, reservationId, operationId }: Booking): Booking | undefined {
    const open = this.#tables.get(openTable, reservationId)
    const last = open && this.#get(open.booking_id)
    if (last && (last.status !== 'FAILED' || last.operationId === operationId)) return last
    return this.#get(bookingId)
  }

  #message(booking: Booking, announce: Announcement): Change {
    if (announce.fact === 'confirmed')
      return this.#log.record(topics.bookingConfirmed, confirmed(booking))
    return this.#log.record(topics.bookingCancelled, cancelled(booking, announce))
  }
}

function openRow({ reservationId, bookingId }: OpenBooking, dueAtMs: number): Change {
  return put(openTable, {
    reservation_id: reservationId,
    booking_id: bookingId,
    next_at_ms: dueAtMs,
  })
}

function whatIsOpen(booking: Booking, dueAtMs: number | undefined): Change {
  if (dueAtMs !== undefined) return openRow(booking, dueAtMs)
  if (booking.status === 'FAILED') return openRow(booking, NEVER_DUE_MS)
  return remove(openTable, booking.reservationId)
}

function confirmed(booking: Booking) {
  return {
    bookingId: booking.bookingId,
    bookingReference: booking.bookingReference,
    eventId: booking.eventId,
    userId: booking.userId,
    seatNumbers: booking.seats.map((seat) => seat.seatNumber),
    areas: Object.fromEntries(booking.areas.map(({ area, quantity }) => [area, quantity])),
    totalMinor: BigInt(booking.totalMinor),
    currency: booking.currency,
    confirmedAtMs: BigInt(booking.confirmedAtMs),
  }
}

function cancelled(booking: Booking, { refund }: Announcement & { fact: 'cancelled' }) {
  return {
    bookingId: booking.bookingId,
    eventId: booking.eventId,
    userId: booking.userId,
    seatNumbers: [...refund.seats],
    areas: { ...refund.areas },
    refundId: refund.refundId,
    refundedMinor: BigInt(refund.amountMinor),
    currency: booking.currency,
    whole: nothingLeft(booking),
    reason: refund.reason,
    cancelledAtMs: BigInt(booking.cancelledAtMs || refund.recordedAtMs),
  }
}
