import type { SeatNumber } from '@usher/kernel'
import { causeOf } from './end-reservation.ts'
import { invalid } from './errors.ts'
import { requireActive } from './extend.ts'
import type { WantedSeat } from './reserve.ts'
import { changed, type ReservationInPlace, totalOf } from './reservation.ts'
import { freedSeat, reservedSeat } from './seat.ts'
import type { SeatChange, SeatTransaction } from './seat-transaction.ts'
import { displaceExpired, requireTakeable } from './takeover.ts'

export interface Swap {
  readonly release: readonly SeatNumber[]
  readonly take: readonly WantedSeat[]
  readonly displaced: readonly ReservationInPlace[]
  readonly mapVersion: number
  readonly limit: number | null
  readonly nowMs: number
}

/**
 * Gives seats of an ACTIVE reservation back and takes others, in one transaction; its time stays.
 */
export function decideSwap(inPlace: ReservationInPlace, swap: Swap): SeatTransaction {
  const { reservation } = inPlace
  requireActive(reservation, swap.nowMs)
  requireOwn(inPlace, swap.release)
  requireTakeable({ ...swap, seats: swap.take, userId: reservation.userId })
  const taken = swap.take.map(({ seat }) => seat)
  const kept = reservation.seats.filter(({ seatNumber }) => !swap.release.includes(seatNumber))
  const seats = [...kept, ...taken]
  const totalMinor = totalOf({ seats, areas: reservation.areas })
  const transaction: SeatTransaction = {
    operationId: null,
    eventId: reservation.eventId,
    mapVersion: swap.mapVersion,
    cause: causeOf(reservation, 'swapped', swap.nowMs),
    seats: [...returned(inPlace, swap), ...claimed(inPlace, swap)],
    areas: [],
    reservations: [
      { expected: reservation, next: changed(reservation, { seats, totalMinor, adjacent: false }) },
    ],
    buyers: [
      {
        userId: reservation.userId,
        delta: swap.take.length - swap.release.length,
        limit: swap.limit,
      },
    ],
  }
  return swap.displaced.length === 0 ? transaction : displaceExpired(transaction, swap.displaced)
}

function requireOwn({ reservation }: ReservationInPlace, release: readonly SeatNumber[]): void {
  const own = new Set(reservation.seats.map(({ seatNumber }) => seatNumber))
  const foreign = release.filter((seatNumber) => !own.has(seatNumber))
  if (foreign.length > 0) {
    throw invalid('seat_not_reserved', 'the reservation does not have these seats', {
      seats: foreign,
    })
  }
}

function returned({ reservation, states }: ReservationInPlace, swap: Swap): SeatChange[] {
  const changes: SeatChange[] = []
  for (const [at, { seatNumber }] of reservation.seats.entries()) {
    const expected = states[at]
    if (!expected || !swap.release.includes(seatNumber)) continue
    changes.push({ seatNumber, expected, next: freedSeat(expected, swap.nowMs) })
  }
  return changes
}

function claimed({ reservation }: ReservationInPlace, { take, nowMs }: Swap): SeatChange[] {
  const { reservationId, userId, expiresAtMs } = reservation
  const claim = { reservationId, userId, untilMs: expiresAtMs, atMs: nowMs }
  return take.map(({ seatNumber, state }) => ({
    seatNumber,
    expected: state,
    next: reservedSeat(state, claim),
  }))
}
