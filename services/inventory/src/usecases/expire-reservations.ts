import { decideExpire } from '../domain/end-reservation.ts'
import type { ReservationInPlace } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { commitSeats } from './commit-seats.ts'

/** Reservations read and freed together; a sweep goes on until none is due. */
const SWEEP_BATCH = 200
/** One sweep ends after so many batches, and the next one goes on. */
const SWEEP_BATCHES_MAX = 50

/**
 * Frees the seats of reservations whose time is over; answers how many ended. May run twice at
 * once.
 */
export async function expireReservations(
  ports: InventoryPorts,
  stopping?: AbortSignal,
): Promise<number> {
  let expired = 0
  for (let batch = 1; batch <= SWEEP_BATCHES_MAX; batch++) {
    const nowMs = ports.clock.nowMs()
    const due = await ports.ledger.reservationsDue({ nowMs, limit: SWEEP_BATCH })
    const ended = await Promise.all(
      due.map(async ({ reservationId, eventId }) => {
        await ports.events.open(eventId)
        const inPlace = await ports.ledger.reservationInPlace(reservationId)
        return inPlace !== null && (await expireReservation(ports, inPlace, nowMs))
      }),
    )
    expired += ended.filter(Boolean).length
    if (due.length < SWEEP_BATCH || stopping?.aborted) break
  }
  if (expired > 0) ports.telemetry.reservationsExpired(expired)
  return expired
}

/**
 * True when this call ended it. A conflict means that somebody else changed it: then it is theirs
 * to care for.
 */
export async function expireReservation(
  ports: InventoryPorts,
  inPlace: ReservationInPlace,
  nowMs: number,
): Promise<boolean> {
  const transaction = decideExpire(inPlace, nowMs)
  const { eventId } = inPlace.reservation
  const event = ports.events.now(eventId) ?? (await ports.events.open(eventId))
  if (!transaction) return false
  const outcome = await commitSeats(ports, event, transaction)
  return outcome.kind === 'applied'
}
