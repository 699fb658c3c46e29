import type { EventId, OperationId, ReservationId, SeatNumber, UserId } from '@usher/kernel'
import type { TakenPlaces } from '../domain/area.ts'
import type { JournalEntry } from '../domain/journal.ts'
import type { Reservation, ReservationInPlace } from '../domain/reservation.ts'
import type { SeatState } from '../domain/seat.ts'
import type { Outcome, SeatTransaction } from '../domain/seat-transaction.ts'

/**
 * Who has which seat: the one truth, and the only place where safety lives.
 *
 * The law, proved for every adapter by `seat-ledger.contract.ts`:
 * - A transaction applies wholly or not at all, and only if every expectation holds at that moment:
 *   each seat's status, version and reservation; each reservation's version; enough places in each
 *   area; the buyers' limits; the seat map.
 * - Transactions of one vector are independent: a conflict fails its own transaction and no
 *   neighbour.
 * - A conflict changes nothing, is not remembered, and lists every expectation that failed with
 *   what was found.
 * - A repeated operation id is answered `repeated`, after a restart too. An id may be forgotten
 *   after a day; then a transaction whose exact outcome stands is still answered `repeated`.
 * - Each applied transaction leaves one journal entry; nothing else does, nothing removes one.
 * - Seats, areas and buyers that nobody has touched need no row: AVAILABLE at version 0, nothing
 *   taken, none.
 */
export interface SeatLedger {
  /**
   * Outcome i answers transaction i. Resolves when all that applied, or had applied before, are
   * durable.
   */
  commit(transactions: readonly SeatTransaction[]): Promise<readonly Outcome[]>
  /**
   * Resolves when everything that reads have shown so far is durable: for answers that say "already
   * done".
   */
  settled(): Promise<void>

  /** The states of these seats, in this order. */
  seats(eventId: EventId, seatNumbers: readonly SeatNumber[]): Promise<readonly SeatState[]>
  /**
   * Seats that were ever changed, in seat number order; `after` is the last one of the page before.
   */
  touchedSeats(eventId: EventId, page: Page<SeatNumber>): Promise<readonly TouchedSeat[]>
  /** How many seats are RESERVED, BOOKED and BLOCKED; without the places of areas. */
  takenSeats(eventId: EventId): Promise<TakenPlaces>
  /** By area name; areas with nothing taken may be absent. */
  takenPlaces(eventId: EventId): Promise<ReadonlyMap<string, TakenPlaces>>
  /** True once anybody has ever reserved a seat or a place of the event. */
  everTaken(eventId: EventId): Promise<boolean>

  reservation(reservationId: ReservationId): Promise<Reservation | null>
  /** The reservation and its seats as they were at one moment. */
  reservationInPlace(reservationId: ReservationId): Promise<ReservationInPlace | null>
  /** Newest first; `after` is the last one of the page before. */
  reservationsOf(userId: UserId, page: Page<ReservationId>): Promise<readonly Reservation[]>
  /** ACTIVE reservations with `expiresAtMs <= nowMs`, the longest expired first. */
  reservationsDue(due: { nowMs: number; limit: number }): Promise<readonly Reservation[]>
  /**
   * ACTIVE reservations with `afterMs < expiresAtMs <= untilMs`, the soonest first, some at a time.
   * Pages that come one after the other show each reservation that stays as it is exactly once.
   */
  reservationsExpiring(expiring: Expiring): Promise<ExpiringPage>
  /** Seats and places the buyer has in the event, RESERVED and BOOKED. */
  buyerCount(eventId: EventId, userId: UserId): Promise<number>

  /** Oldest first; `after` is the last sequence of the page before. */
  journal(eventId: EventId, page: Page<number>): Promise<readonly JournalEntry[]>
  /** The first outcome of an operation, while it is remembered. */
  operation(operationId: OperationId): Promise<Outcome | null>
  /** Lets go of some operation ids that were applied before `beforeMs`; answers how many. */
  forgetOperations(beforeMs: number): Promise<number>
  /** True while commits can be made durable. */
  ready(): boolean
}

export interface Page<Key> {
  /** Null: from the beginning. */
  readonly after: Key | null
  readonly limit: number
}

export interface Expiring {
  readonly afterMs: number
  readonly untilMs: number
  /** Where the page before ended; null: from the beginning. */
  readonly after: ExpiryMark | null
  readonly limit: number
}

/** A place in the order in which reservations end. */
export interface ExpiryMark {
  readonly expiresAtMs: number
  readonly reservationId: ReservationId
}

export interface ExpiringPage {
  /** At most `limit`; fewer even when others follow, where some changed while they were read. */
  readonly reservations: readonly Reservation[]
  /** Null: nothing follows. */
  readonly next: ExpiryMark | null
}

export interface TouchedSeat {
  readonly seatNumber: SeatNumber
  readonly state: SeatState
}
