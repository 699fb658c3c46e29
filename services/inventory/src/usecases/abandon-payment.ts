import type { BookingId, ReservationId } from '@usher/kernel'
import { decideAbandonPayment } from '../domain/payment.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { changeReservation } from './change-reservation.ts'

/** PAYING -> ACTIVE after a decline, with time for another card. May be repeated. */
export async function abandonPayment(
  ports: InventoryPorts,
  { reservationId, bookingId }: { reservationId: ReservationId; bookingId: BookingId },
): Promise<Reservation> {
  return changeReservation(ports, { reservationId, userId: null }, (inPlace) =>
    decideAbandonPayment(inPlace, { bookingId, nowMs: ports.clock.nowMs() }),
  )
}
