import type { Clock, Random } from '@usher/kernel'
import type { BookingStore } from '../ports/booking-store.ts'
import type { Inventory } from '../ports/inventory.ts'
import type { Payments } from '../ports/payments.ts'
import type { BookingLimits } from '../config.ts'
import type { BookingTelemetry } from '../telemetry.ts'
import type { BookingRuns } from './booking-runs.ts'

/** What moving a booking on needs. */
export interface BookingPorts {
  readonly bookings: BookingStore
  readonly inventory: Inventory
  readonly payments: Payments
  readonly clock: Clock
  readonly random: Random
  readonly runs: BookingRuns
  readonly telemetry: BookingTelemetry
  readonly limits: BookingLimits
}

/**
 * Longer than a process may be behind with an attempt that is over, so that two processes rarely
 * work on one booking.
 */
const MARGIN_MS = 2000

/** When to come back to a booking that somebody works on from now on, should they not finish it. */
export function dueAfterAttempt({ clock, limits }: Pick<BookingPorts, 'clock' | 'limits'>): number {
  return clock.nowMs() + limits.attemptMs + MARGIN_MS
}
