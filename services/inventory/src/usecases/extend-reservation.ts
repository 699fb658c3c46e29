import { decideExtend } from '../domain/extend.ts'
import type { Reservation, ReservationInPlace } from '../domain/reservation.ts'
import type { LoadedEvent } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { changeOnce, changeReservation, type RepeatableRequest } from './change-reservation.ts'
import { reservationTtlMs } from './reservation-ttl.ts'

/** More time for a buyer who needs it, within limits. */
export async function extendReservation(
  ports: InventoryPorts,
  request: RepeatableRequest,
): Promise<Reservation> {
  const { operationId } = request
  const decide = (inPlace: ReservationInPlace, { sale }: LoadedEvent) => {
    const time = { nowMs: ports.clock.nowMs(), ttlMs: reservationTtlMs(sale) }
    return { ...decideExtend(inPlace, time), operationId }
  }
  return changeOnce(ports, request, () => changeReservation(ports, request, decide))
}
