import type {
  BookingId,
  BookingReference,
  Currency,
  EventId,
  ReservationId,
  UserId,
} from '@usher/kernel'
import type { Booking, RefundIntent } from '../domain/booking.ts'

/**
 * Keeps bookings and the list of those that somebody must come back to. Every promise resolves when
 * its effect, or what it answers, is durable. A failure leaves the outcome unknown; every write may
 * be repeated.
 */
export interface BookingStore {
  /**
   * Stores a new booking, due at `dueAtMs`. Of all bookings of one reservation at most one is
   * PENDING, ids and references are unique, and a cancelled event takes none: otherwise nothing is
   * stored and the outcome says why. The last booking of a reservation keeps its operation: a
   * failed one with the same operation is answered as well. That a CONFIRMED booking is the last of
   * its reservation is for inventory to see to.
   */
  create(booking: Booking, dueAtMs: number): Promise<CreateOutcome>
  /**
   * Replaces `before` by `after` if the stored version is still that of `before`; false, and no
   * effect, otherwise. `announce` becomes a message of its topic in the same commit. Throws
   * conflict / already_checked_in, see `notCheckedIn`.
   */
  update(change: BookingChange): Promise<boolean>
  /** Moves the time at which an open booking is due; of no effect once it is closed. */
  postpone(bookingId: BookingId, dueAtMs: number): Promise<void>
  get(bookingId: BookingId): Promise<Booking | undefined>
  /** Those of these that there are, in any order. */
  many(bookingIds: readonly BookingId[]): Promise<readonly Booking[]>
  byReference(reference: BookingReference): Promise<Booking | undefined>
  /**
   * The PENDING booking of a reservation, or the last that failed. One that was CONFIRMED is known
   * to inventory.
   */
  lastOf(reservationId: ReservationId): Promise<Booking | undefined>
  /** Open bookings that are due, the longest overdue first. */
  due(nowMs: number, limit: number): Promise<readonly BookingId[]>
  /** Newest first. */
  ofUser(userId: UserId, page: Page<UserPlace>): Promise<readonly Booking[]>
  /** In the order of their ids; contains every booking created before the call. */
  ofEvent(eventId: EventId, page: Page<BookingId>): Promise<readonly Booking[]>
  /**
   * From here on no booking of the event is created. `finished`: each of its bookings has been
   * dealt with.
   */
  markEventCancelled(eventId: EventId, finished: boolean): Promise<void>
  eventCancellation(eventId: EventId): Promise<'none' | 'begun' | 'finished'>
  /** Sums over the bookings of an event. Costs nothing per booking when asked again. */
  totals(eventId: EventId): Promise<EventTotals>
}

export type CreateOutcome =
  | { readonly created: true }
  | { readonly created: false; readonly because: 'taken'; readonly by: Booking }
  | { readonly created: false; readonly because: 'reference_taken' | 'event_cancelled' }

export interface BookingChange {
  readonly before: Booking
  readonly after: Booking
  /** When somebody must come back to it; absent: nothing is open any more. */
  readonly dueAtMs?: number
  readonly announce?: Announcement
  /**
   * Numbers of tickets that nobody may be inside with: otherwise conflict / already_checked_in, and
   * no effect. Check-ins and this change exclude each other: see `CheckInStore.admit`.
   */
  readonly notCheckedIn?: readonly number[]
}

/** What the world is told. */
export type Announcement =
  | { readonly fact: 'confirmed' }
  | { readonly fact: 'cancelled'; readonly refund: RefundIntent }

export interface Page<Place> {
  /** The last one seen. */
  readonly after?: Place | undefined
  readonly limit: number
}

export interface UserPlace {
  readonly createdAtMs: number
  readonly bookingId: BookingId
}

export interface EventTotals {
  /** Bookings that are CONFIRMED now. */
  readonly bookings: number
  readonly capturedMinor: number
  readonly refundedMinor: number
  /** Empty as long as nothing was captured. */
  readonly currency: Currency | ''
}
