/** What must hold of the stored data; the numbers are those of the README. */
export const invariants = {
  I1: 'a seat has one live owner at most',
  I2: 'every booking that was confirmed is there, and none is invented',
  I3: 'available, reserved, booked and blocked seats add up to the seats of the map',
  I4: 'an area never holds more than its capacity, and its counts are those of its reservations',
  I5: 'a booking is captured once at most, and captured less refunded is what its seats cost',
  I6: 'captured money without a confirmed booking goes back within fifteen minutes',
  I7: 'a seat is booked for a confirmed booking only, and references are unique',
} as const

export type Invariant = keyof typeof invariants

export interface Violation {
  readonly invariant: Invariant
  readonly facts: Readonly<Record<string, unknown>>
}

/** More of them say nothing new; the count goes on. */
const VIOLATIONS_LISTED_MAX = 1000

/** Always told, also when there are none. */
const counted = [
  'events',
  'seats',
  'areas',
  'seats_available',
  'seats_reserved',
  'seats_booked',
  'seats_blocked',
  'places_reserved',
  'places_booked',
  'reservations',
  'journal_entries',
  'bookings',
  'bookings_pending',
  'bookings_confirmed',
  'bookings_cancelled',
  'bookings_failed',
  'payments',
  'provider_payments',
] as const

/** What an audit has looked at and found. */
export class Findings {
  readonly checked: Record<string, number> = Object.fromEntries(counted.map((what) => [what, 0]))
  readonly violations: Violation[] = []
  #found = 0

  count(what: string, by = 1): void {
    this.checked[what] = (this.checked[what] ?? 0) + by
  }

  violation(invariant: Invariant, problem: string, facts: Violation['facts']): void {
    this.#found++
    if (this.violations.length >= VIOLATIONS_LISTED_MAX) return
    this.violations.push({ invariant, facts: { problem, ...facts } })
  }

  /** All violations, listed or not. */
  get found(): number {
    return this.#found
  }
}
