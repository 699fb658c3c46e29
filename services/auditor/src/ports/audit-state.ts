import type { EventId } from '@usher/kernel'
import type { Check, NewCheck } from '../domain/check.ts'
import type { Finding, Problem } from '../domain/finding.ts'
import type { SeatSeen } from '../domain/seat-history.ts'

export interface PlacesCounted {
  /** A booking or refund id: each is counted once. */
  readonly countId: string
  readonly eventId: EventId
  /** Area name -> places; below zero when they were given back. */
  readonly areas: Readonly<Record<string, number>>
}

export interface FindingsWanted {
  /** Undefined: of every event. */
  readonly eventId: EventId | undefined
  /** Those behind this one; empty: from the oldest on. */
  readonly after: string
  readonly limit: number
}

/** What the auditor remembers, so that a restart accuses nobody. Everything is durable. */
export interface AuditState {
  seat(eventId: EventId, seatNumber: string): Promise<SeatSeen | undefined>
  /** Rejects with conflict / seat_followed_elsewhere unless `before` is what is kept. */
  keepSeat(next: SeatSeen, before: SeatSeen | undefined): Promise<void>

  /** Answers the booking that named the reference first. */
  claimReference(reference: string, bookingId: string): Promise<string>

  countPlaces(counted: PlacesCounted): Promise<void>
  /** Area name -> booked places. */
  places(eventId: EventId): Promise<Readonly<Record<string, number>>>

  /** Merges with the one that waits, see `mergedCheck`. */
  schedule(wanted: NewCheck): Promise<void>
  /** Those whose time has come, the longest due first. */
  due(nowMs: number, limit: number): Promise<readonly Check[]>
  /** Keeps `next` unless the check has changed meanwhile; then it stays as it is. */
  postpone(next: Check): Promise<void>
  /** Forgets the check unless it has changed meanwhile. */
  done(check: Check): Promise<void>
  /** How many checks wait, up to some thousands, and since when the first is due. */
  waiting(): Promise<{ readonly count: number; readonly dueAtMs: number | undefined }>

  /** False when it is known and not resolved. */
  addFinding(finding: Finding): Promise<boolean>
  /** By their ids. */
  findings(wanted: FindingsWanted): Promise<readonly Finding[]>
  /** How many of each problem are not resolved. */
  openFindings(eventId?: EventId): Promise<ReadonlyMap<Problem, number>>
  /** Answers how many were open. */
  resolve(eventId: EventId, nowMs: number): Promise<number>

  /**
   * Forgets seats, references and which places were counted, all that nobody has touched since
   * then, at most so many of each; answers how many. The sums of places stay.
   */
  prune(options: { readonly beforeMs: number; readonly limit: number }): Promise<number>
}
