import { decideExtend } from '../domain/extend.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { changeReservation, type ReservationRequest } from './change-reservation.ts'
import { reservationTtlMs } from './reservation-ttl.ts'

/** More time for a buyer who needs it, within limits. */
export async function extendReservation(
  ports: InventoryPorts,
  request: ReservationRequest,
): Promise<Reservation> {
  return changeReservation(ports, request, (inPlace, { sale }) =>
    decideExtend(inPlace, { nowMs: ports.clock.nowMs(), ttlMs: reservationTtlMs(sale) }),
  )
}
