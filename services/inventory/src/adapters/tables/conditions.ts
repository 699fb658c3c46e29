import type { ReservationId } from '@usher/kernel'
import { movePlaces, placesToMove, type TakenPlaces } from '../../domain/area.ts'
import type { Reservation } from '../../domain/reservation.ts'
import { isSameSeat } from '../../domain/seat.ts'
import type { Conflict, SeatTransaction } from '../../domain/seat-transaction.ts'
import type { EventRows } from './event-rows.ts'

export interface Present {
  readonly rows: EventRows
  readonly reservationVersion: (reservationId: ReservationId) => number | undefined
  readonly reservation: (reservationId: ReservationId) => Reservation | null
}

/**
 * Every expectation of the transaction that does not hold; undefined when all do, which costs no
 * allocation.
 */
export function conflictsOf(
  transaction: SeatTransaction,
  present: Present,
): readonly Conflict[] | undefined {
  if (holds(transaction, present)) return undefined
  return [
    ...mapConflicts(transaction, present),
    ...seatConflicts(transaction, present),
    ...reservationConflicts(transaction, present),
    ...areaConflicts(transaction, present),
    ...buyerConflicts(transaction, present),
  ]
}

function holds(transaction: SeatTransaction, { rows, reservationVersion }: Present): boolean {
  const { mapVersion } = transaction
  if (mapVersion !== null && mapVersion !== rows.mapVersion) return false
  for (const { seatNumber, expected } of transaction.seats) {
    if (!isSameSeat(rows.seat(seatNumber), expected)) return false
  }
  for (const { expected, next } of transaction.reservations) {
    if (reservationVersion(next.reservationId) !== expected?.version) return false
  }
  for (const { userId, delta, limit } of transaction.buyers) {
    if (limit !== null && delta > 0 && (rows.buyers.get(userId) ?? 0) + delta > limit) return false
  }
  return transaction.areas.length === 0 || areasAfter(transaction, rows) !== undefined
}

/**
 * The counts of each area that moves, one move after the other; undefined when one finds too few
 * places.
 */
export function areasAfter(
  { areas }: SeatTransaction,
  rows: EventRows,
): Map<string, TakenPlaces> | undefined {
  const after = new Map<string, TakenPlaces>()
  for (const move of areas) {
    const taken = movePlaces(after.get(move.area) ?? rows.area(move.area), move)
    if (!taken) return undefined
    after.set(move.area, taken)
  }
  return after
}

function mapConflicts({ mapVersion }: SeatTransaction, { rows }: Present): Conflict[] {
  if (mapVersion === null || mapVersion === rows.mapVersion) return []
  return [{ kind: 'seat_map', version: rows.mapVersion }]
}

function seatConflicts({ seats }: SeatTransaction, { rows }: Present): Conflict[] {
  const conflicts: Conflict[] = []
  for (const { seatNumber, expected } of seats) {
    const current = rows.seat(seatNumber)
    if (!isSameSeat(current, expected)) conflicts.push({ kind: 'seat', seatNumber, current })
  }
  return conflicts
}

function reservationConflicts({ reservations }: SeatTransaction, present: Present): Conflict[] {
  const conflicts: Conflict[] = []
  for (const { expected, next } of reservations) {
    const { reservationId } = next
    if (present.reservationVersion(reservationId) === expected?.version) continue
    conflicts.push({
      kind: 'reservation',
      reservationId,
      current: present.reservation(reservationId),
    })
  }
  return conflicts
}

function areaConflicts({ areas }: SeatTransaction, { rows }: Present): Conflict[] {
  const conflicts: Conflict[] = []
  const after = new Map<string, TakenPlaces>()
  for (const move of areas) {
    const before = after.get(move.area) ?? rows.area(move.area)
    const taken = movePlaces(before, move)
    if (taken) after.set(move.area, taken)
    else {
      const found = placesToMove(before, move)
      conflicts.push({ kind: 'area', area: move.area, wanted: move.quantity, found })
    }
  }
  return conflicts
}

function buyerConflicts({ buyers }: SeatTransaction, { rows }: Present): Conflict[] {
  const conflicts: Conflict[] = []
  for (const { userId, delta, limit } of buyers) {
    const count = rows.buyers.get(userId) ?? 0
    if (limit === null || delta <= 0 || count + delta <= limit) continue
    conflicts.push({ kind: 'buyer', userId, count, delta, limit })
  }
  return conflicts
}
