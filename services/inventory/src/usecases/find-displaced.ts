import type { ReservationId } from '@usher/kernel'
import { isExpired, type ReservationInPlace } from '../domain/reservation.ts'
import type { SeatState } from '../domain/seat.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { expireReservation } from './expire-reservations.ts'

/**
 * So many expired reservations end in their taker's own transaction, which must stay small; the
 * others before it.
 */
const DISPLACED_MAX = 3

/**
 * The expired reservations that have some of these seats. Their seats may be taken with the end of
 * their owner.
 */
export async function findDisplaced(
  ports: InventoryPorts,
  states: readonly SeatState[],
  nowMs: number,
): Promise<readonly ReservationInPlace[]> {
  const displaced: ReservationInPlace[] = []
  for (const reservationId of ownersOf(states)) {
    const inPlace = await ports.ledger.reservationInPlace(reservationId)
    if (!inPlace || !isExpired(inPlace.reservation, nowMs)) continue
    if (displaced.length < DISPLACED_MAX) displaced.push(inPlace)
    else await expireReservation(ports, inPlace, nowMs)
  }
  return displaced
}

function ownersOf(states: readonly SeatState[]): ReadonlySet<ReservationId> {
  const owners = new Set<ReservationId>()
  for (const { status, reservationId } of states) {
    if (status === 'RESERVED' && reservationId !== null) owners.add(reservationId)
  }
  return owners
}
