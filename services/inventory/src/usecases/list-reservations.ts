import type { ReservationId, UserId } from '@usher/kernel'
import type { Reservation } from '../domain/reservation.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { type Paged, pageSize } from './page.ts'

const PAGE_MAX = 100

/** The user's reservations, newest first. */
export async function listReservations(
  { ledger }: InventoryPorts,
  { userId, cursor, limit }: { userId: UserId; cursor: string; limit: number },
): Promise<Paged<Reservation>> {
  const size = pageSize(limit, PAGE_MAX)
  const after = cursor === '' ? null : (cursor as ReservationId)
  const found = await ledger.reservationsOf(userId, { after, limit: size + 1 })
  const items = found.slice(0, size)
  const more = found.length > size
  return { items, nextCursor: more ? (items.at(-1)?.reservationId ?? '') : '' }
}
