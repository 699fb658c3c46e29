import type { OperationId, ReservationId } from '@usher/kernel'
import { conflict } from '../domain/errors.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'

/** A change of a reservation that its caller may ask for again. */
export interface Repeatable {
  /** Null: every call changes anew. */
  readonly operationId: OperationId | null
  /** Whether the reservation is one that this request could have been about. */
  isAbout(reservation: Reservation): boolean
}

/**
 * Changes the reservation once for an operation id, which goes into the transaction; a repeat is
 * answered with the reservation as it stands. Nobody looks beforehand: `change` meets the id in its
 * commit, or is refused.
 */
export async function once(
  ports: InventoryPorts,
  repeatable: Repeatable,
  change: () => Promise<Reservation>,
): Promise<Reservation> {
  try {
    return await change()
  } catch (refusal) {
    // What stands in the way may be what this very operation has brought about before.
    const earlier = await earlierOf(ports, repeatable)
    if (earlier) return earlier
    throw refusal
  }
}

/** The reservation that this operation id was about before. */
async function earlierOf(
  ports: InventoryPorts,
  repeatable: Repeatable,
): Promise<Reservation | undefined> {
  if (repeatable.operationId === null) return undefined
  const outcome = await ports.ledger.operation(repeatable.operationId)
  if (outcome?.kind !== 'repeated') return undefined
  await ports.ledger.settled()
  return repeatedReservation(ports, repeatable, outcome.reservationId)
}

/** Throws conflict / operation_id_reused when the id belongs to something else. */
export async function repeatedReservation(
  { ledger }: InventoryPorts,
  { isAbout }: Pick<Repeatable, 'isAbout'>,
  reservationId: ReservationId | null,
): Promise<Reservation> {
  const reservation = reservationId === null ? null : await ledger.reservation(reservationId)
  if (reservation && isAbout(reservation)) return reservation
  throw conflict('operation_id_reused', 'this operation id was used for something else')
}
