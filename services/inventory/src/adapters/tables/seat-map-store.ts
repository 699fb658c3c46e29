import { put, type Tables } from '@usher/stores'
import type {
  NewSeatMap,
  Replacement,
  SeatMapHead,
  SeatMapStore,
} from '../../ports/seat-map-store.ts'
import type { LoadedEventRows } from './event-rows.ts'
import { type SeatMapRow, seatMapsTable, seatMapTextsTable } from './rows.ts'
import type { SeatJournal } from './seat-journal.ts'
import { seatMapText, seatMapTextRow } from './seat-map-texts.ts'

interface SeatMapStoreNeeds {
  readonly tables: Tables
  readonly events: LoadedEventRows
  readonly journal: SeatJournal
}

export function tablesSeatMapStore({ tables, events, journal }: SeatMapStoreNeeds): SeatMapStore {
  return {
    async get(eventId) {
      const row = tables.get(seatMapsTable, eventId)
      const text = tables.get(seatMapTextsTable, eventId)
      return row && text ? { ...headOf(row), text: await seatMapText(text) } : null
    },

    async head(eventId) {
      const row = tables.get(seatMapsTable, eventId)
      return row ? headOf(row) : null
    },

    /**
     * From the rows' arrival on, check and commit happen in one turn; the ledger compares
     * `rows.mapVersion` in its own.
     */
    async replace(map) {
      const textRow = await seatMapTextRow(map.eventId, map.json)
      const rows = await events.loaded(map.eventId)
      if (map.expectedVersion !== null && map.expectedVersion !== rows.mapVersion) {
        return { kind: 'stale', version: rows.mapVersion }
      }
      if (rows.buyers.size > 0) return { kind: 'taken' }
      const row = rowOf(map, rows.mapVersion + 1)
      rows.mapVersion = row.version
      const { eventId, cause } = map
      const committed = tables.commit([
        put(seatMapsTable, row),
        put(seatMapTextsTable, textRow),
        journal.entry({ eventId, cause, seats: [], areas: [] }),
      ])
      journal.appended()
      await committed
      return { kind: 'replaced', head: headOf(row) } satisfies Replacement
    },
  }
}

function rowOf(map: NewSeatMap, version: number): SeatMapRow {
  return {
    event_id: map.eventId,
    version,
    seat_count: map.seatCount,
    area_count: map.areaCount,
    total_capacity: map.totalCapacity,
    currency: map.currency,
    updated_at_ms: map.updatedAtMs,
    min_price_minor: map.prices?.minMinor ?? null,
    max_price_minor: map.prices?.maxMinor ?? null,
  }
}

export function headOf(row: SeatMapRow): SeatMapHead {
  const { min_price_minor: minMinor, max_price_minor: maxMinor } = row
  return {
    eventId: row.event_id,
    version: row.version,
    seatCount: row.seat_count,
    areaCount: row.area_count,
    totalCapacity: row.total_capacity,
    currency: row.currency,
    // Rows of the log from before these columns have neither of them, not even null.
    prices: minMinor == null || maxMinor == null ? null : { minMinor, maxMinor },
    updatedAtMs: row.updated_at_ms,
  }
}
