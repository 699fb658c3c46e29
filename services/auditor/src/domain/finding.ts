import type { EventId } from '@usher/kernel'

export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7'

export interface ProblemKind {
  readonly invariant: Invariant
  /** Of the counter that each finding moves. */
  readonly metric: string
  /** What more sales would make worse ends them. Money that is late says nothing of seats. */
  readonly pausesSale: boolean
  readonly says: string
}

/** What must never be, and what it is called. */
export const problems = {
  double_booking: kind('I1', 'double_bookings_total', 'a seat was sold twice'),
  double_reservation: kind('I1', 'double_reservations_total', 'a seat has two live owners'),
  broken_history: kind('I1', 'broken_seat_histories_total', 'a change does not follow its seat'),
  lost_booking: kind('I2', 'lost_bookings_total', 'a confirmed booking does not have what it says'),
  unbalanced_section: kind('I3', 'unbalanced_sections_total', 'seats do not add up to the map'),
  oversold_area: kind('I4', 'oversold_areas_total', 'an area has more people than places'),
  payment_mismatch: kind('I5', 'payment_mismatches_total', 'money is not what the seats cost'),
  unreturned_payment: {
    ...kind('I6', 'unreturned_payments_total', 'money was kept without a booking'),
    pausesSale: false,
  },
  unbacked_seat: kind('I7', 'unbacked_seats_total', 'a seat is booked for no confirmed booking'),
  duplicate_reference: kind('I7', 'duplicate_references_total', 'two bookings have one reference'),
} as const satisfies Record<string, ProblemKind>

export type Problem = keyof typeof problems
export const problemNames = Object.keys(problems) as readonly Problem[]

export type Evidence = Readonly<Record<string, unknown>>

/** What was seen of one seat, booking or area. */
export interface Violation {
  readonly problem: Problem
  readonly eventId: EventId
  /** The seat, booking or area: one finding for each, however often it is seen. */
  readonly subject: string
  readonly evidence: Evidence
}

export interface Finding extends Violation {
  readonly findingId: string
  readonly foundAtMs: number
  /** Zero while nobody has looked into it. */
  readonly resolvedAtMs: number
}

export function findingOf(violation: Violation, nowMs: number): Finding {
  const { problem, eventId, subject } = violation
  const findingId = `${problem}:${eventId}:${subject}`
  return { ...violation, findingId, foundAtMs: nowMs, resolvedAtMs: 0 }
}

function kind(invariant: Invariant, metric: string, says: string): ProblemKind {
  return { invariant, metric, says, pausesSale: true }
}
