import type { EventId, SeatNumber } from '@usher/kernel'

/** Seats that somebody is about to change. */
export interface SeatClaim {
  readonly eventId: EventId
  /** At least one. */
  readonly seatNumbers: readonly SeatNumber[]
  /** Says whose claim it is; nobody else's is equal. */
  readonly owner: string
}

/** The time of the specification: long enough for any commit, short enough after a crash. */
export const SEAT_LOCK_TTL_MS = 30_000

/**
 * Tells writers early that somebody else is at the same seats. Nothing is safe because of it:
 * answers may be wrong, claims may vanish or be given twice, and the ledger's conditions still
 * hold.
 */
export interface SeatLock {
  /**
   * True: all the seats are the owner's for `SEAT_LOCK_TTL_MS`. False: somebody else has at least
   * one of them, and the owner got none. Rejects when it cannot be asked; then seats may have been
   * claimed nevertheless. The owner's own claim is no obstacle.
   */
  acquire(claim: SeatClaim): Promise<boolean>
  /** Lets go of the seats that are the owner's; those of others stay theirs. */
  release(claim: SeatClaim): Promise<void>
}
