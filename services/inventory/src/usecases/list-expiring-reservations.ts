import type { ReservationId } from '@usher/kernel'
import { invalid } from '../domain/errors.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import type { ExpiryMark } from '../ports/seat-ledger.ts'
import { type Paged, pageSize } from './page.ts'

const PAGE_MAX = 1_000

export interface ExpiringRequest {
  readonly afterMs: number
  readonly untilMs: number
  readonly cursor: string
  readonly limit: number
}

/**
 * ACTIVE reservations of anybody that end after the one time and at the other or before, the
 * soonest first. A page may be short or empty and have a next one. Throws invalid /
 * malformed_cursor.
 */
export async function listExpiringReservations(
  { ledger }: InventoryPorts,
  { afterMs, untilMs, cursor, limit }: ExpiringRequest,
): Promise<Paged<Reservation>> {
  const after = cursor === '' ? null : markOf(cursor)
  const size = pageSize(limit, PAGE_MAX)
  const page = await ledger.reservationsExpiring({ afterMs, untilMs, after, limit: size })
  const { reservations: items, next } = page
  return { items, nextCursor: next ? `${next.expiresAtMs}_${next.reservationId}` : '' }
}

function markOf(cursor: string): ExpiryMark {
  const [, expiresAt, reservationId] = /^(\d{1,15})_(.{1,100})$/.exec(cursor) ?? []
  if (expiresAt === undefined || reservationId === undefined) {
    throw invalid('malformed_cursor', 'not a cursor of this list', { cursor })
  }
  return { expiresAtMs: Number(expiresAt), reservationId: reservationId as ReservationId }
}
