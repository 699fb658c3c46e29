import { decideRelease } from '../domain/end-reservation.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { changeReservation, type ReservationRequest } from './change-reservation.ts'

/** Gives the seats back before their time. May be repeated. */
export async function releaseReservation(
  ports: InventoryPorts,
  request: ReservationRequest,
): Promise<Reservation> {
  return changeReservation(ports, request, (inPlace) => decideRelease(inPlace, ports.clock.nowMs()))
}
