import type { UserId } from '@usher/kernel'
import { defineTable, put, remove, type Tables } from '@usher/stores'
import type { Scanner } from '../../domain/scanner.ts'
import type { OrganizerId } from '../../domain/venue.ts'
import type { ScannerStore } from '../../ports/scanner-store.ts'

interface ScannerRow {
  readonly organizer_id: number
  readonly user_id: string
  readonly added_at_ms: number
}

export const scannersTable = defineTable<ScannerRow>({
  name: 'events_scanners',
  columns: { organizer_id: 'integer', user_id: 'text', added_at_ms: 'integer' },
  key: ['organizer_id', 'user_id'],
})

/** Relies on get and commit without an await between being atomic. */
export function tablesScannerStore(tables: Tables): ScannerStore {
  return {
    async insert({ organizerId, userId, addedAtMs }) {
      const existing = tables.get(scannersTable, organizerId, userId)
      const fresh = { organizer_id: organizerId, user_id: userId, added_at_ms: addedAtMs }
      const row = existing ?? fresh
      // Written again for a repeat, too: when that is durable, so is the first.
      await tables.commit([put(scannersTable, row)])
      return scannerFrom(row)
    },
    async remove({ organizerId, userId }) {
      if (!tables.get(scannersTable, organizerId, userId)) return
      await tables.commit([remove(scannersTable, organizerId, userId)])
    },
    async has({ organizerId, userId }) {
      return tables.get(scannersTable, organizerId, userId) !== undefined
    },
    async list({ organizerId, after, limit }) {
      const options = { prefix: [organizerId], after: [after], limit }
      return (await tables.list(scannersTable, 'key', options)).map(scannerFrom)
    },
  }
}

function scannerFrom(row: ScannerRow): Scanner {
  return {
    organizerId: row.organizer_id as OrganizerId,
    userId: row.user_id as UserId,
    addedAtMs: row.added_at_ms,
  }
}
