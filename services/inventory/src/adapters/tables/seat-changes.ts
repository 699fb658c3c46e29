import { create } from '@bufbuild/protobuf'
import type { LogRecord, LogSource } from '@usher/bus'
import { SeatStatusChangedSchema } from '@usher/contracts'
import type { EventId, SeatNumber } from '@usher/kernel'
import type { Tables } from '@usher/stores'
import { type SeatJournalRow, seatJournalTable } from './rows.ts'
import type { SeatJournal } from './seat-journal.ts'

/** Answers the section of a seat; empty when the event's map has no such seat. */
export type SectionOf = (eventId: EventId, seatNumber: SeatNumber) => Promise<string>

/**
 * The topic seat.status.changed, read from the journal: each transition is written once and served
 * twice.
 */
export function tablesSeatChanges({
  tables,
  journal,
  sectionOf,
}: {
  tables: Tables
  journal: SeatJournal
  sectionOf: SectionOf
}): LogSource {
  return {
    async read(after, limit) {
      const rows = await tables.list(seatJournalTable, 'key', { after: [after], limit })
      const records: LogRecord[] = []
      for (const row of rows) {
        for (const [at] of row.seats.entries()) records.push(await recordOf(row, at, sectionOf))
      }
      return records
    },
    onAppended: (wake) => journal.onAppended(wake),
  }
}

async function recordOf(row: SeatJournalRow, at: number, sectionOf: SectionOf): Promise<LogRecord> {
  const [seatNumber, before, after, version] = row.seats[at] ?? missing(row.sequence)
  const section = await sectionOf(row.event_id, seatNumber)
  return {
    offset: row.sequence,
    id: `seat_journal/${row.sequence}/${at}`,
    key: `${row.event_id}#${seatNumber}`,
    timeMs: row.at_ms,
    get message() {
      return create(SeatStatusChangedSchema, {
        eventId: row.event_id,
        seatNumber,
        section,
        oldStatus: before,
        newStatus: after,
        version,
        reservationId: row.reservation_id ?? '',
        bookingId: row.booking_id ?? '',
        occurredAtMs: BigInt(row.at_ms),
      })
    },
  }
}

function missing(sequence: number): never {
  throw new RangeError(`entry ${sequence} of the journal has no such seat`)
}
