import type { ReservationId } from '@usher/kernel'
import type { Tables } from '@usher/stores'
import type { Reservation } from '../../domain/reservation.ts'
import type { Expiring, ExpiringPage } from '../../ports/seat-ledger.ts'
import { reservationsDueTable } from './rows.ts'

interface Reads {
  readonly tables: Tables
  readonly read: (reservationId: ReservationId) => Reservation | null
}

/**
 * A range of the index of ACTIVE reservations. The rows come a turn before the reservations are
 * read: what has ended or was extended meanwhile is left out, and found again where it belongs.
 */
export async function reservationsExpiring(
  { tables, read }: Reads,
  { afterMs, untilMs, after, limit }: Expiring,
): Promise<ExpiringPage> {
  const rows = await tables.list(reservationsDueTable, 'key', {
    // Times are whole milliseconds and no id is blank: behind this are all that end later.
    after: after ? [after.expiresAtMs, after.reservationId] : [afterMs + 1, ''],
    below: untilMs + 1,
    limit: limit + 1,
  })
  const page = rows.slice(0, limit).map((row) => ({
    expiresAtMs: row.expires_at_ms,
    reservationId: row.reservation_id as ReservationId,
  }))
  const reservations = page.flatMap(({ expiresAtMs, reservationId }) => {
    const found = read(reservationId)
    return found?.status === 'ACTIVE' && found.expiresAtMs === expiresAtMs ? [found] : []
  })
  return { reservations, next: rows.length > limit ? (page.at(-1) ?? null) : null }
}
