import type { ReservationId, SeatNumber, UserId } from '@usher/kernel'
import { freedPlaces, freedSeats } from './end-reservation.ts'
import { seatUnavailable, type UnavailableSeat, unavailableSeat } from './errors.ts'
import { changed, isExpired, type ReservationInPlace, sizeOf } from './reservation.ts'
import type { SeatState } from './seat.ts'
import type { BuyerChange, SeatTransaction } from './seat-transaction.ts'

// The seats of a reservation whose time is over belong to whoever asks first, before any sweep: the
// taker's own transaction marks it EXPIRED and frees what the taker does not want. Its version is
// among the expectations, so a payment that begins at the same moment and the taker cannot both
// win.

export interface Taking {
  readonly seats: readonly { readonly seatNumber: SeatNumber; readonly state: SeatState }[]
  readonly displaced: readonly ReservationInPlace[]
  readonly userId: UserId
  readonly nowMs: number
}

/**
 * Throws conflict / seat_unavailable with every seat that is neither free nor an expired
 * reservation's.
 */
export function requireTakeable(taking: Taking): void {
  const lost = unavailableSeats(taking)
  if (lost.length > 0) throw seatUnavailable(lost)
}

export function unavailableSeats(taking: Taking): UnavailableSeat[] {
  const lost: UnavailableSeat[] = []
  for (const { seatNumber, state } of taking.seats) {
    if (state.status === 'AVAILABLE' || isTakeable(state, taking)) continue
    lost.push(unavailableSeat(seatNumber, state, taking.userId))
  }
  return lost
}

function isTakeable(state: SeatState, { displaced, nowMs }: Taking): boolean {
  return (
    state.status === 'RESERVED' &&
    displaced.some(
      ({ reservation }) =>
        reservation.reservationId === state.reservationId && isExpired(reservation, nowMs),
    )
  )
}

/** `transaction` with the end of the expired reservations whose seats it takes. */
export function displaceExpired(
  transaction: SeatTransaction,
  displaced: readonly ReservationInPlace[],
): SeatTransaction {
  const taken = new Set(transaction.seats.map(({ seatNumber }) => seatNumber))
  const { atMs } = transaction.cause
  const ended = displaced.map(({ reservation }) => ({
    expected: reservation,
    next: changed(reservation, { status: 'EXPIRED' }),
  }))
  return {
    ...transaction,
    cause: { ...transaction.cause, reason: reasonOf(displaced) },
    seats: [
      ...transaction.seats,
      ...displaced.flatMap((inPlace) => freedSeats(inPlace, atMs, taken)),
    ],
    areas: [
      ...displaced.flatMap(({ reservation }) => freedPlaces(reservation.areas)),
      ...transaction.areas,
    ],
    reservations: [...transaction.reservations, ...ended],
    buyers: mergedBuyers([...transaction.buyers, ...displaced.map(giveBack)]),
  }
}

function reasonOf(displaced: readonly ReservationInPlace[]): string {
  const ids: ReservationId[] = displaced.map(({ reservation }) => reservation.reservationId)
  return `took over expired ${ids.join(', ')}`
}

function giveBack({ reservation }: ReservationInPlace): BuyerChange {
  return { userId: reservation.userId, delta: -sizeOf(reservation), limit: null }
}

/** A buyer appears once: giving back and taking in one transaction counts as the difference. */
function mergedBuyers(changes: readonly BuyerChange[]): BuyerChange[] {
  const merged = new Map<UserId, BuyerChange>()
  for (const change of changes) {
    const before = merged.get(change.userId)
    merged.set(
      change.userId,
      before
        ? { ...before, delta: before.delta + change.delta, limit: before.limit ?? change.limit }
        : change,
    )
  }
  return [...merged.values()]
}
