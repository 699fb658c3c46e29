import { reservationNotFound } from '../domain/errors.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import type { ReservationRequest } from './change-reservation.ts'

/** Throws not_found / reservation_not_found, for somebody else's too. */
export async function getReservation(
  { ledger }: InventoryPorts,
  { reservationId, userId }: ReservationRequest,
): Promise<Reservation> {
  const reservation = await ledger.reservation(reservationId)
  if (!reservation || (userId !== null && reservation.userId !== userId)) {
    throw reservationNotFound(reservationId)
  }
  return reservation
}
