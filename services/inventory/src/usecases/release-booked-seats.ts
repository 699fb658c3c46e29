import type { ReservationId } from '@usher/kernel'
import { type CancelRequest, decideCancel } from '../domain/cancel.ts'
import { contended } from '../domain/errors.ts'
import type { Cancellation } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { requireReservation } from './change-reservation.ts'
import { ATTEMPTS_MAX, commitSeats } from './commit-seats.ts'

export interface ReleaseBookedRequest extends Omit<CancelRequest, 'nowMs'> {
  readonly reservationId: ReservationId
}

/**
 * BOOKED -> AVAILABLE for a refund. Repeating the refund's id changes nothing and answers the same.
 */
export async function releaseBookedSeats(
  ports: InventoryPorts,
  request: ReleaseBookedRequest,
): Promise<Cancellation> {
  const { reservationId } = request
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const inPlace = await requireReservation(ports, { reservationId, userId: null })
    const event = await ports.events.open(inPlace.reservation.eventId)
    const nowMs = ports.clock.nowMs()
    const { cancellation, transaction } = decideCancel(inPlace, { ...request, nowMs })
    if (!transaction) {
      await ports.ledger.settled()
      return cancellation
    }
    const outcome = await commitSeats(ports, event, transaction)
    if (outcome.kind === 'applied') return cancellation
  }
  throw contended()
}
