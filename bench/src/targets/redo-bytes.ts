/**
 * Bytes that Usher's redo log grows by for a reservation of two seats of the stadium, and for its
 * booking with everything that follows but its mail: the growth of its files over 100 of each, sent
 * at once, divided by 100. `redo-bytes.test.ts` measures it again and fails when these are off.
 */
export const RESERVATION_BYTES = 840
export const BOOKING_BYTES = 5245
