import type { Tables } from '@usher/stores'
import { auditAreas } from './areas.ts'
import { auditBookings } from './bookings.ts'
import { Findings } from './findings.ts'
import { auditJournal } from './journal.ts'
import { loadMaps } from './maps.ts'
import { auditPayments } from './payments.ts'
import { auditReservations } from './reservations.ts'
import { auditSeats } from './seats.ts'

export interface AuditOptions {
  /** Called before each part with its name. */
  readonly onPart?: (part: string, done: number, total: number) => void
}

/**
 * Checks I1-I7 over everything in `tables`: seats against reservations, reservations against
 * bookings, bookings against payments, payments against the sandbox bank's own books, and all seats
 * against the journal. Reads only. What was on its way when the data was written (a booking
 * PENDING, a refund open) is no violation.
 */
export async function auditTables(
  tables: Tables,
  { onPart = () => undefined }: AuditOptions = {},
): Promise<Findings> {
  const findings = new Findings()
  const maps = await loadMaps(tables, findings)
  const audit = { tables, findings, maps }
  const parts = [
    auditSeats,
    auditReservations,
    auditAreas,
    auditJournal,
    auditBookings,
    auditPayments,
  ]
  for (const [index, part] of parts.entries()) {
    onPart(part.name.replace('audit', '').toLowerCase(), index, parts.length)
    await part(audit)
  }
  return findings
}
