import { put, type Tables } from '@usher/stores'
import type { SaleRules } from '../../domain/sale-rules.ts'
import type { SaleStore } from '../../ports/sale-store.ts'
import { type SaleRow, salesTable } from './rows.ts'
import type { SeatJournal } from './seat-journal.ts'

export function tablesSaleStore({
  tables,
  journal,
}: {
  tables: Tables
  journal: SeatJournal
}): SaleStore {
  return {
    async get(eventId) {
      const row = tables.get(salesTable, eventId)
      return row ? rulesOf(row) : null
    },

    /** Compares and commits in one turn: an older event version cannot slip in behind a newer. */
    async put(rules, cause) {
      const { eventId } = rules
      const present = tables.get(salesTable, eventId)
      if (present && present.event_version >= rules.eventVersion) return rulesOf(present)
      const committed = tables.commit([
        put(salesTable, rowOf(rules)),
        journal.entry({ eventId, cause, seats: [], areas: [] }),
      ])
      journal.appended()
      await committed
      return rules
    },

    async pause(eventId, cause) {
      const present = tables.get(salesTable, eventId)
      if (present?.open !== 1) return null
      const closed = { ...present, open: 0 }
      const committed = tables.commit([
        put(salesTable, closed),
        journal.entry({ eventId, cause, seats: [], areas: [] }),
      ])
      journal.appended()
      await committed
      return rulesOf(closed)
    },
  }
}

function rowOf(rules: SaleRules): SaleRow {
  return {
    event_id: rules.eventId,
    currency: rules.currency,
    sale_start_time_ms: rules.saleStartTimeMs,
    sale_end_time_ms: rules.saleEndTimeMs,
    max_seats_per_buyer: rules.maxSeatsPerBuyer,
    reservation_minutes: rules.reservationMinutes,
    orphan_rule: rules.orphanRule,
    open: rules.open ? 1 : 0,
    event_version: rules.eventVersion,
  }
}

export function rulesOf(row: SaleRow): SaleRules {
  return {
    eventId: row.event_id,
    currency: row.currency,
    saleStartTimeMs: row.sale_start_time_ms,
    saleEndTimeMs: row.sale_end_time_ms,
    maxSeatsPerBuyer: row.max_seats_per_buyer,
    reservationMinutes: row.reservation_minutes,
    orphanRule: row.orphan_rule,
    open: row.open === 1,
    eventVersion: row.event_version,
  }
}
