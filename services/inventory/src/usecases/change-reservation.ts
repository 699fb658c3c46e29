import { isDomainError, type OperationId, type ReservationId, type UserId } from '@usher/kernel'
import { contended, reservationNotFound } from '../domain/errors.ts'
import type { Reservation, ReservationInPlace } from '../domain/reservation.ts'
import type { Conflict, SeatTransaction } from '../domain/seat-transaction.ts'
import type { LoadedEvent } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { ATTEMPTS_MAX, commitSeats } from './commit-seats.ts'
import { once, repeatedReservation } from './once.ts'

export interface ReservationRequest {
  readonly reservationId: ReservationId
  /** Somebody else's reservation does not exist for them; null: a service asks, any owner. */
  readonly userId: UserId | null
}

/** A request that changes more each time it is granted. */
export interface RepeatableRequest extends ReservationRequest {
  /** Null: every call changes anew. */
  readonly operationId: OperationId | null
}

/**
 * Builds the transaction that changes the reservation; undefined when it is already so. Throws a
 * refusal.
 */
type Decide = (
  inPlace: ReservationInPlace,
  event: LoadedEvent,
) => SeatTransaction | undefined | Promise<SeatTransaction | undefined>

interface Ways {
  /** May turn conflicts that a new reading would not resolve into a refusal. */
  readonly refuse?: (conflicts: readonly Conflict[], reservation: Reservation) => void
  /** Reads less where less is decided upon. */
  readonly read?: typeof requireReservation
}

/**
 * Reads, decides, commits, and begins anew when somebody else changed what was read. The first
 * attempt may rest on what is remembered: it commits, or it has said nothing.
 */
export async function changeReservation(
  ports: InventoryPorts,
  request: ReservationRequest,
  decide: Decide,
  { refuse, read = requireReservation }: Ways = {},
): Promise<Reservation> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const recalled = attempt === 1 ? recall(ports, request) : undefined
    const inPlace = recalled ?? (await read(ports, request))
    const { eventId } = inPlace.reservation
    const event = ports.events.now(eventId)
    if (!event) {
      await ports.events.open(eventId)
      continue
    }
    const transaction = await (recalled
      ? decideUnrefused(decide, inPlace, event)
      : decide(inPlace, event))
    if (!transaction) {
      if (recalled) continue
      await ports.ledger.settled()
      return inPlace.reservation
    }
    const outcome = await commitSeats(ports, event, transaction)
    if (outcome.kind === 'applied') return changedBy(transaction, inPlace.reservation)
    if (outcome.kind === 'repeated') {
      return repeatedReservation(ports, subjectOf(request), outcome.reservationId)
    }
    if (outcome.kind === 'conflict' && !recalled) refuse?.(outcome.conflicts, inPlace.reservation)
  }
  throw contended()
}

/** The reservation as it is remembered, if it had not ended then and is theirs. */
function recall(
  { memory }: InventoryPorts,
  { reservationId, userId }: ReservationRequest,
): ReservationInPlace | undefined {
  const inPlace = memory.reservationInPlace(reservationId)
  if (!inPlace) return undefined
  const { status, userId: owner } = inPlace.reservation
  const isLive = status === 'ACTIVE' || status === 'PAYING'
  return isLive && (userId === null || userId === owner) ? inPlace : undefined
}

/** Undefined instead of a refusal. */
async function decideUnrefused(
  decide: Decide,
  inPlace: ReservationInPlace,
  event: LoadedEvent,
): Promise<SeatTransaction | undefined> {
  try {
    return await decide(inPlace, event)
  } catch (refusal) {
    if (isDomainError(refusal)) return undefined
    throw refusal
  }
}

/**
 * As `changeReservation`, for a transaction that carries the operation id: a repeat is answered
 * with the reservation as it stands.
 */
export function changeOnce(
  ports: InventoryPorts,
  request: RepeatableRequest,
  change: () => Promise<Reservation>,
): Promise<Reservation> {
  return once(ports, { ...subjectOf(request), operationId: request.operationId }, change)
}

function subjectOf({ reservationId, userId }: ReservationRequest) {
  const isAbout = (reservation: Reservation) =>
    reservation.reservationId === reservationId &&
    (userId === null || reservation.userId === userId)
  return { isAbout }
}

/** Throws not_found / reservation_not_found. */
export async function requireReservation(
  { ledger }: InventoryPorts,
  { reservationId, userId }: ReservationRequest,
): Promise<ReservationInPlace> {
  const inPlace = await ledger.reservationInPlace(reservationId)
  if (!inPlace || (userId !== null && inPlace.reservation.userId !== userId)) {
    throw reservationNotFound(reservationId)
  }
  return inPlace
}

function changedBy({ reservations }: SeatTransaction, before: Reservation): Reservation {
  return reservations[0]?.next ?? before
}
