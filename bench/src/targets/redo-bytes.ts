/**
 * Bytes that Usher's redo log grows by for a reservation of two seats of the stadium, and for its
 * booking with everything that follows: the growth of its files over 200 of each, sent at once,
 * divided by 200. `redo-bytes.test.ts` measures it again and fails when these are off.
 */
export const RESERVATION_BYTES = 840
export const BOOKING_BYTES = 5025
