import type { BookingId, OperationId } from '@usher/kernel'

/**
 * Keeps which issue of its tickets a booking is at: codes of an earlier one are refused. Nothing is
 * stored for a booking at its first. Promises resolve when their effect, or answer, is durable.
 */
export interface TicketStore {
  /** 1 unless the tickets were given out anew. */
  issue(bookingId: BookingId): Promise<number>
  /**
   * Ends the current issue and begins the next one, which is answered. A repeat of one of the last
   * `OPERATIONS_KEPT` operations of the booking changes nothing. Throws exhausted / too_many_issues
   * at the last number that a code can have.
   */
  reissue(bookingId: BookingId, operationId: OperationId): Promise<number>
}

export const OPERATIONS_KEPT = 20
/** Two bytes of a code. */
export const ISSUE_MAX = 65_535
