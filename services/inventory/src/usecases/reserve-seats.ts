import {
  DomainError,
  type EventId,
  isDomainError,
  newId,
  type OperationId,
  type UserId,
} from '@usher/kernel'
import { areaFull, buyerLimit, conflict, contended, eventNotFound } from '../domain/errors.ts'
import type { Reservation } from '../domain/reservation.ts'
import { decideReserve } from '../domain/reserve.ts'
import { requireOnSale } from '../domain/sale-rules.ts'
import type { Conflict, SeatTransaction } from '../domain/seat-transaction.ts'
import { isKnown, requireMap } from '../loaded-events.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { choosePlaces } from './choose-places.ts'
import { chooseBest } from './choose-best.ts'
import type { Chosen, OpenSale, SeatChoice } from './chosen.ts'
import { chooseNamed } from './choose-named.ts'
import { ATTEMPTS_MAX, commitSeats } from './commit-seats.ts'
import { expireReservations } from './expire-reservations.ts'
import { once, type Repeatable, repeatedReservation } from './once.ts'
import { reservationTtlMs } from './reservation-ttl.ts'

export interface ReserveRequest {
  readonly userId: UserId
  readonly eventId: EventId
  readonly choice: SeatChoice
  /** Null: every call reserves anew. */
  readonly operationId: OperationId | null
}

/** All or nothing. Throws conflict / seat_unavailable and the other refusals of the README. */
export async function reserveSeats(
  ports: InventoryPorts,
  request: ReserveRequest,
): Promise<Reservation> {
  const { clock, telemetry } = ports
  const startedMs = clock.monotonicMs()
  try {
    const reservation = await once(ports, repeatable(request), () => reserve(ports, request))
    telemetry.reservationAsked('reserved', (clock.monotonicMs() - startedMs) / 1000)
    return reservation
  } catch (error) {
    const outcome = isDomainError(error) ? error.code : 'failed'
    telemetry.reservationAsked(outcome, (clock.monotonicMs() - startedMs) / 1000)
    throw error
  }
}

function repeatable({ operationId, userId, eventId }: ReserveRequest): Repeatable {
  return {
    operationId,
    isAbout: (reservation) => reservation.userId === userId && reservation.eventId === eventId,
  }
}

async function reserve(ports: InventoryPorts, request: ReserveRequest): Promise<Reservation> {
  let swept = false
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const result = await tryReserve(ports, request)
    if (result === 'again') continue
    if (!(result instanceof DomainError)) return result
    // Reservations whose time is over may have what is missing: one sweep, then the answer stands.
    if (swept || (await expireReservations(ports)) === 0) throw result
    swept = true
  }
  throw contended()
}

/** The reservation; a refusal that a sweep may lift; or `again` when others were faster. */
async function tryReserve(
  ports: InventoryPorts,
  request: ReserveRequest,
): Promise<Reservation | DomainError | 'again'> {
  const event = ports.events.now(request.eventId) ?? (await ports.events.open(request.eventId))
  if (!isKnown(event)) throw eventNotFound(request.eventId)
  const nowMs = ports.clock.nowMs()
  requireOnSale(event.sale, nowMs)
  const sale: OpenSale = {
    event,
    map: requireMap(event),
    rules: event.sale,
    userId: request.userId,
    nowMs,
  }
  const chosen = await choose(ports, sale, request.choice)
  if (chosen === 'again') return 'again'
  if (chosen === 'none') return conflict('not_enough_seats', 'not so many seats are left')
  const transaction = reservationOf(ports, sale, { request, chosen })
  const outcome = await commitSeats(ports, event, transaction)
  if (outcome.kind === 'applied') return subjectOf(transaction)
  if (outcome.kind === 'conflict') return lackOf(outcome.conflicts, request.choice)
  return repeatedReservation(ports, repeatable(request), outcome.reservationId)
}

function choose(
  ports: InventoryPorts,
  sale: OpenSale,
  choice: SeatChoice,
): Promise<Chosen | 'again' | 'none'> {
  switch (choice.kind) {
    case 'seats':
      return chooseNamed(ports, sale, choice.seatNumbers)
    case 'best':
      return chooseBest(ports, sale, choice.wish)
    case 'areas':
      return choosePlaces(sale, choice.areas)
  }
}

function reservationOf(
  ports: InventoryPorts,
  { event, map, rules, userId, nowMs }: OpenSale,
  { request, chosen }: { request: ReserveRequest; chosen: Chosen },
): SeatTransaction {
  return decideReserve({
    operationId: request.operationId,
    reservationId: newId(ports, 'reservation'),
    eventId: event.eventId,
    mapVersion: map.version,
    userId,
    currency: map.layout.currency,
    nowMs,
    expiresAtMs: nowMs + reservationTtlMs(rules),
    limit: rules.maxSeatsPerBuyer,
    ...chosen,
  })
}

function subjectOf({ reservations }: SeatTransaction): Reservation {
  const [subject] = reservations
  if (!subject) throw new Error('a transaction that reserves has a reservation')
  return subject.next
}

/**
 * What cannot be had however often we try; seats that others took meanwhile are looked at again.
 */
function lackOf(conflicts: readonly Conflict[], choice: SeatChoice): DomainError | 'again' {
  for (const lack of conflicts) {
    if (lack.kind === 'buyer') return buyerLimit(lack.limit, lack.count, lack.delta)
    if (lack.kind === 'area' && choice.kind === 'areas') {
      return areaFull(lack.area, lack.wanted, lack.found)
    }
  }
  return 'again'
}
