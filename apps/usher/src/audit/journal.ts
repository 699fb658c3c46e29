import { bookingsTable } from '@usher/booking/adapters/tables/booking-tables'
import {
  type SeatJournalRow,
  seatJournalTable,
  seatsTable,
} from '@usher/inventory/adapters/tables/rows'
import { allRows } from './all-rows.ts'
import type { Audit } from './maps.ts'

interface SeatSoFar {
  status: string
  version: number
}

/**
 * The journal, played from its beginning, ends in the seats as they are: no step is missing, none
 * starts from a state that the seat was not in (I1, I3), and every booking it tells of is there
 * (I2).
 */
export async function auditJournal(audit: Audit): Promise<void> {
  const { tables, findings } = audit
  const seats = new Map<string, SeatSoFar>()
  let last = 0
  for await (const entry of allRows(tables, seatJournalTable)) {
    findings.count('journal_entries')
    if (entry.sequence !== last + 1) {
      findings.violation('I2', 'entries of the journal are missing', {
        from: last,
        to: entry.sequence,
      })
    }
    last = entry.sequence
    play(audit, seats, entry)
    if (entry.booking_id && !tables.get(bookingsTable, entry.booking_id)) {
      const { sequence, booking_id, action } = entry
      findings.violation('I2', 'the journal names a booking that is not there', {
        sequence,
        booking_id,
        action,
      })
    }
  }
  await compare(audit, seats)
}

function play({ findings }: Audit, seats: Map<string, SeatSoFar>, entry: SeatJournalRow): void {
  for (const [seat_number, before, after, version] of entry.seats) {
    const key = `${entry.event_id}#${seat_number}`
    const known = seats.get(key) ?? { status: 'AVAILABLE', version: 0 }
    if (known.status !== before || version !== known.version + 1) {
      findings.violation('I1', 'a step of the journal does not start where the seat was', {
        event_id: entry.event_id,
        seat_number,
        sequence: entry.sequence,
        expected: known,
        found: { status: before, version: version - 1 },
      })
    }
    seats.set(key, { status: after, version })
  }
}

async function compare({ tables, findings }: Audit, seats: Map<string, SeatSoFar>): Promise<void> {
  for await (const { event_id, seat_number, status, version } of allRows(tables, seatsTable)) {
    const key = `${event_id}#${seat_number}`
    const told = seats.get(key)
    seats.delete(key)
    if (told?.status === status && told.version === version) continue
    findings.violation('I3', 'the seat is not what the journal tells', {
      event_id,
      seat_number,
      seat: { status, version },
      journal: told ?? null,
    })
  }
  for (const [seat, told] of seats) {
    findings.violation('I3', 'the journal tells of a seat that has no row', { seat, journal: told })
  }
}
