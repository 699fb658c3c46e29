import type { EventId } from '@usher/kernel'
import type { Problem, Violation } from './finding.ts'

export type SeatStatus = 'AVAILABLE' | 'RESERVED' | 'BOOKED' | 'BLOCKED'

/** One step of a seat, as the topic tells it. */
export interface SeatStep {
  readonly before: SeatStatus
  readonly after: SeatStatus
  readonly version: number
  readonly reservationId: string
  readonly bookingId: string
}

export interface SeatChange extends SeatStep {
  readonly eventId: EventId
  readonly seatNumber: string
}

/** What has been seen of a seat: its newest steps, the newest last. Never empty. */
export interface SeatSeen {
  readonly eventId: EventId
  readonly seatNumber: string
  readonly steps: readonly SeatStep[]
}

/** A second claim of one version comes close behind the first; more steps would see no more. */
const STEPS_KEPT_MAX = 4

export interface Followed {
  /** Undefined when nothing new was told. */
  readonly next: SeatSeen | undefined
  readonly violation: Violation | undefined
  /** Changes that were never told of, between the newest seen and this one. */
  readonly missing: number
  /** The reservation that lost the seat to another; it must have ended. Empty: none. */
  readonly displaced: string
}

/**
 * Follows one change. A repeat changes nothing; one version with two stories, a step that does not
 * start where the seat was, and a step that seats do not take are violations. The first change that
 * is seen of a seat is believed, whatever came before it.
 */
export function followSeat(seen: SeatSeen | undefined, change: SeatChange): Followed {
  const newest = seen?.steps.at(-1)
  if (seen && newest && change.version <= newest.version) return repeated(seen, change)
  const missing = newest ? change.version - newest.version - 1 : 0
  const misplaced = newest !== undefined && missing === 0 && newest.after !== change.before
  const problem = misplaced || !isStep(change) ? problemOf(change, newest) : undefined
  return {
    next: extended(seen, change),
    violation: problem && violationOf(problem, change, newest),
    missing,
    displaced: missing === 0 && newest ? displacedBy(change, newest) : '',
  }
}

function repeated(seen: SeatSeen, change: SeatChange): Followed {
  const first = seen.steps.find(({ version }) => version === change.version)
  const agrees = !first || isSame(first, change)
  const problem = agrees ? undefined : conflictOf(first, change)
  const violation = problem && violationOf(problem, change, first)
  return { next: undefined, violation, missing: 0, displaced: '' }
}

const nextStatuses: Readonly<Record<SeatStatus, readonly SeatStatus[]>> = {
  // Straight to BOOKED when money comes late and the seats are still free.
  AVAILABLE: ['RESERVED', 'BOOKED', 'BLOCKED'],
  // To RESERVED when it is extended, or taken over from a reservation whose time is over.
  RESERVED: ['AVAILABLE', 'RESERVED', 'BOOKED'],
  BOOKED: ['AVAILABLE'],
  BLOCKED: ['AVAILABLE'],
}

function isStep({ before, after }: SeatStep): boolean {
  return nextStatuses[before]?.includes(after) ?? false
}

function problemOf(change: SeatStep, newest: SeatStep | undefined): Problem {
  const wasBooked = change.before === 'BOOKED' || newest?.after === 'BOOKED'
  return wasBooked && isTaken(change) ? 'double_booking' : 'broken_history'
}

function conflictOf(first: SeatStep, second: SeatStep): Problem {
  if (!isTaken(first) || !isTaken(second)) return 'broken_history'
  const booked = first.after === 'BOOKED' || second.after === 'BOOKED'
  return booked ? 'double_booking' : 'double_reservation'
}

function isTaken({ after }: SeatStep): boolean {
  return after === 'RESERVED' || after === 'BOOKED'
}

function displacedBy(change: SeatStep, newest: SeatStep): string {
  const lost = newest.after === 'RESERVED' && isTaken(change) && newest.reservationId
  return lost && lost !== change.reservationId ? lost : ''
}

function extended(seen: SeatSeen | undefined, change: SeatChange): SeatSeen {
  const { eventId, seatNumber } = change
  const steps = [...(seen?.steps ?? []), stepOf(change)].slice(-STEPS_KEPT_MAX)
  return { eventId, seatNumber, steps }
}

function stepOf({ before, after, version, reservationId, bookingId }: SeatStep): SeatStep {
  return { before, after, version, reservationId, bookingId }
}

function isSame(a: SeatStep, b: SeatStep): boolean {
  return (
    a.before === b.before &&
    a.after === b.after &&
    a.reservationId === b.reservationId &&
    a.bookingId === b.bookingId
  )
}

function violationOf(problem: Problem, change: SeatChange, known: SeatStep | undefined): Violation {
  const { eventId, seatNumber } = change
  const evidence = { known: known ?? null, told: stepOf(change) }
  return { problem, eventId, subject: seatNumber, evidence }
}
