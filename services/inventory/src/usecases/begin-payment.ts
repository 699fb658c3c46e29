import type { BookingId } from '@usher/kernel'
import { decideBeginPayment } from '../domain/payment.ts'
import type { Reservation, ReservationInPlace } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { changeReservation, type ReservationRequest } from './change-reservation.ts'
import { getReservation } from './get-reservation.ts'

/**
 * ACTIVE -> PAYING for this booking; from here on time does not end the reservation. May be
 * repeated.
 */
export async function beginPayment(
  ports: InventoryPorts,
  request: ReservationRequest & { readonly bookingId: BookingId },
): Promise<Reservation> {
  const { bookingId } = request
  return changeReservation(
    ports,
    request,
    ({ reservation }) => decideBeginPayment(reservation, { bookingId, nowMs: ports.clock.nowMs() }),
    { read: readWithoutSeats },
  )
}

/** Its seats stay as they are, and nothing is decided by them. */
async function readWithoutSeats(
  ports: InventoryPorts,
  request: ReservationRequest,
): Promise<ReservationInPlace> {
  return { reservation: await getReservation(ports, request), states: [] }
}
