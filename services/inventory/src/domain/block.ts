import type { EventId, SeatNumber } from '@usher/kernel'
import { blockedSeat, freedSeat, type SeatState } from './seat.ts'
import type { SeatTransaction } from './seat-transaction.ts'

export interface BlockRequest {
  readonly eventId: EventId
  readonly mapVersion: number
  readonly actor: string
  readonly reason: string
  readonly nowMs: number
  readonly to: 'BLOCKED' | 'AVAILABLE'
}

/** AVAILABLE <-> BLOCKED. `seats` have the opposite status; the caller has left out the rest. */
export function decideBlock(
  seats: readonly { readonly seatNumber: SeatNumber; readonly state: SeatState }[],
  { eventId, mapVersion, actor, reason, nowMs, to }: BlockRequest,
): SeatTransaction {
  const nextOf = to === 'BLOCKED' ? blockedSeat : freedSeat
  const action = to === 'BLOCKED' ? 'blocked' : 'unblocked'
  return {
    operationId: null,
    eventId,
    mapVersion,
    cause: { actor, action, reason, atMs: nowMs, reservationId: null, bookingId: null },
    seats: seats.map(({ seatNumber, state }) => ({
      seatNumber,
      expected: state,
      next: nextOf(state, nowMs),
    })),
    areas: [],
    reservations: [],
    buyers: [],
  }
}
