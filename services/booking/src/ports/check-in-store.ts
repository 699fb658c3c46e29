import type { CheckInId, EventId, OperationId } from '@usher/kernel'
import type { CheckIn } from '../domain/check-in.ts'
import type { TicketKey } from '../domain/ticket.ts'
import type { Page } from './booking-store.ts'

/**
 * Keeps who was let in. Every promise resolves when its effect, or what it answers, is durable;
 * every write may be repeated.
 */
export interface CheckInStore {
  /**
   * Lets somebody in, if the ticket has no live check-in and its booking still has the version, and
   * its tickets the issue, that were looked at. Of any number at once one succeeds. Cancellations
   * that name the ticket are refused from here on: see `BookingChange.notCheckedIn`.
   */
  admit(checkIn: CheckIn, seen: SeenTicket): Promise<Admission>
  /**
   * The ticket admits again. The check-in as it then is; the same one when it was undone before,
   * undefined when the event has none with this id.
   */
  undo(undo: Undo): Promise<CheckIn | undefined>
  /** The live check-in of each ticket that has one, by ticket id. */
  live(tickets: readonly TicketKey[]): Promise<ReadonlyMap<string, CheckIn>>
  /** What this scanner was let do with this operation, live or undone. */
  byOperation(operation: ScanOperation): Promise<CheckIn | undefined>
  /** In the sequence of their times, those undone among them. */
  ofEvent(eventId: EventId, page: CheckInPage): Promise<readonly CheckIn[]>
}

/** What a check-in was decided on. */
export interface SeenTicket {
  readonly bookingVersion: number
  readonly issue: number
}

export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly because: 'already_redeemed'; readonly first: CheckIn }
  | { readonly admitted: false; readonly because: 'changed' }

export interface Undo {
  readonly eventId: EventId
  readonly checkInId: CheckInId
  readonly undoneBy: string
  readonly atMs: number
}

/** An operation id belongs to the scanner who made it up. */
export interface ScanOperation {
  readonly eventId: EventId
  readonly scannerId: string
  readonly operationId: OperationId
}

export interface CheckInPage extends Page<CheckInPlace> {
  /** Empty: every gate. */
  readonly gate: string
}

export interface CheckInPlace {
  readonly checkedInAtMs: number
  readonly checkInId: CheckInId
}
