import type { EventId, SeatNumber } from '@usher/kernel'
import type { SeatStatus } from './seat.ts'
import type { Cause } from './seat-transaction.ts'

export interface SeatTransition {
  readonly seatNumber: SeatNumber
  readonly before: SeatStatus
  readonly after: SeatStatus
  /** Of the state after. */
  readonly version: number
}

export interface AreaTransition {
  readonly area: string
  readonly before: SeatStatus
  readonly after: SeatStatus
  readonly quantity: number
}

/** One change, for ever: who, what, why, before, after. */
export interface JournalEntry extends Cause {
  /**
   * Grows with each change of an event, in the order in which they were made; as far as the clocks
   * of several processes agree.
   */
  readonly sequence: number
  readonly eventId: EventId
  readonly seats: readonly SeatTransition[]
  readonly areas: readonly AreaTransition[]
}
