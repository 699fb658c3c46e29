import type { BookingId, EventId, ReservationId, SeatNumber } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { eventOfKey } from '@usher/stores/dynamodb/spread-keys'
import type { AreaMove } from '../../domain/area.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { SeatStatus } from '../../domain/seat.ts'
import type { Cause, JournalAction, SeatChange } from '../../domain/seat-transaction.ts'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'

/** An item of `seat_journal`. */
export interface JournalItem {
  /** Spread as the seats are. */
  readonly event_id: number
  readonly sequence: number
  /** The transaction that wrote it: whoever finds its own here knows that it was applied. */
  readonly transaction_id: string
  readonly at: number
  readonly actor: string
  readonly action: JournalAction
  readonly reason: string
  readonly reservation_id: ReservationId | null
  readonly booking_id: BookingId | null
  /** [seat number, before, after, version after] each. */
  readonly seats: readonly (readonly [SeatNumber, SeatStatus, SeatStatus, number])[]
  /** [area, before, after, quantity] each. */
  readonly areas: readonly (readonly [string, SeatStatus, SeatStatus, number])[]
}

export interface JournalPlace {
  readonly key: number
  readonly sequence: number
  readonly transactionId: string
}

export interface Journaled {
  readonly cause: Cause
  readonly seats: readonly SeatChange[]
  readonly areas: readonly AreaMove[]
}

export function journalItem(
  { key, sequence, transactionId }: JournalPlace,
  { cause, seats, areas }: Journaled,
): JournalItem {
  return {
    event_id: key,
    sequence,
    transaction_id: transactionId,
    at: secondsOf(cause.atMs),
    actor: cause.actor,
    action: cause.action,
    reason: cause.reason,
    reservation_id: cause.reservationId,
    booking_id: cause.bookingId,
    seats: seats.map(({ seatNumber, expected, next }) => [
      seatNumber,
      expected.status,
      next.status,
      next.version,
    ]),
    areas: areas.map(({ area, from, to, quantity }) => [area, from, to, quantity]),
  }
}

/** The item of an entry that was made elsewhere. */
export function journalItemOf(
  { key, sequence, transactionId }: JournalPlace,
  { actor, action, reason, atMs, reservationId, bookingId, seats, areas }: JournalEntry,
): JournalItem {
  return {
    event_id: key,
    sequence,
    transaction_id: transactionId,
    at: secondsOf(atMs),
    actor,
    action,
    reason,
    reservation_id: reservationId,
    booking_id: bookingId,
    seats: seats.map(({ seatNumber, before, after, version }) => [
      seatNumber,
      before,
      after,
      version,
    ]),
    areas: areas.map(({ area, before, after, quantity }) => [area, before, after, quantity]),
  }
}

export function journalEntryOf(found: Item): JournalEntry {
  const item = found as unknown as JournalItem
  return {
    sequence: item.sequence,
    eventId: eventOfKey(item.event_id) as EventId,
    actor: item.actor,
    action: item.action,
    reason: item.reason,
    atMs: msOf(item.at),
    reservationId: item.reservation_id,
    bookingId: item.booking_id,
    seats: item.seats.map(([seatNumber, before, after, version]) => ({
      seatNumber,
      before,
      after,
      version,
    })),
    areas: item.areas.map(([area, before, after, quantity]) => ({ area, before, after, quantity })),
  }
}
