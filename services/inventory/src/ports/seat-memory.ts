import type { EventId, ReservationId, SeatNumber } from '@usher/kernel'
import type { ReservationInPlace } from '../domain/reservation.ts'
import type { SeatState } from '../domain/seat.ts'

/**
 * Seats and reservations as this process has last seen them, without asking the ledger. Others may
 * have changed them since. So it is good for what a transaction expects, since the commit looks
 * again and a conflict costs another attempt; who refuses, or answers without a commit, reads.
 */
export interface SeatMemory {
  /** Seats that were never seen are taken for untouched. Undefined: nothing is remembered here. */
  seats(eventId: EventId, seatNumbers: readonly SeatNumber[]): readonly SeatState[] | undefined
  /** Undefined unless the reservation and all its seats were seen. */
  reservationInPlace(reservationId: ReservationId): ReservationInPlace | undefined
  /**
   * Of what was seen of the seat, and what commits of this process that are under way make of it:
   * who shows an older one shows what is no more. 0: nothing is known.
   */
  newestVersion(eventId: EventId, seatNumber: SeatNumber): number
}

/** For a ledger that is as near as a memory. */
export const noSeatMemory: SeatMemory = {
  seats: () => undefined,
  reservationInPlace: () => undefined,
  newestVersion: () => 0,
}
