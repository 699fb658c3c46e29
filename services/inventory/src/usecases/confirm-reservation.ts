import { type BookingId, isDomainError, type ReservationId } from '@usher/kernel'
import { decideConfirm } from '../domain/confirm.ts'
import { seatsLost } from '../domain/errors.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Conflict } from '../domain/seat-transaction.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { changeReservation } from './change-reservation.ts'
import { expireReservations } from './expire-reservations.ts'
import { findDisplaced } from './find-displaced.ts'

export interface ConfirmRequest {
  readonly reservationId: ReservationId
  readonly bookingId: BookingId
  readonly honourLate: boolean
}

/** PAYING -> CONFIRMED and seats BOOKED: the decision. May be repeated. */
export async function confirmReservation(
  ports: InventoryPorts,
  request: ConfirmRequest,
): Promise<Reservation> {
  try {
    return await confirm(ports, request)
  } catch (refusal) {
    if (!isDomainError(refusal, 'seats_lost')) throw refusal
    // What late money lacks may be with reservations whose time is over: one sweep, then it stands.
    if ((await expireReservations(ports)) === 0) throw refusal
    return confirm(ports, request)
  }
}

async function confirm(
  ports: InventoryPorts,
  { reservationId, bookingId, honourLate }: ConfirmRequest,
): Promise<Reservation> {
  return changeReservation(
    ports,
    { reservationId, userId: null },
    async (inPlace, { map, sale }) => {
      const nowMs = ports.clock.nowMs()
      const ended =
        inPlace.reservation.status === 'EXPIRED' || inPlace.reservation.status === 'RELEASED'
      return decideConfirm(inPlace, {
        bookingId,
        honourLate,
        nowMs,
        displaced: honourLate && ended ? await findDisplaced(ports, inPlace.states, nowMs) : [],
        limit: sale?.maxSeatsPerBuyer ?? null,
        capacityOf: (area) => map?.layout.areaNamed(area)?.capacity ?? 0,
      })
    },
    { refuse: refuseLost },
  )
}

/**
 * Only late money takes anything: places that are gone, or a limit reached meanwhile, mean that the
 * seats are lost.
 */
function refuseLost(conflicts: readonly Conflict[], reservation: Reservation): void {
  for (const conflict of conflicts) {
    if (conflict.kind === 'area') {
      throw seatsLost(reservation, { area: conflict.area, available: conflict.found })
    }
    if (conflict.kind === 'buyer') {
      throw seatsLost(reservation, { reason: 'buyer_limit', limit: conflict.limit })
    }
  }
}
