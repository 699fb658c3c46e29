import { remove, type Tables } from '@usher/stores'
import type { AuditState } from '../../ports/audit-state.ts'
import { countedTable, referencesTable, seatsTable } from './auditor-tables.ts'

export function tablesPruning(tables: Tables): Pick<AuditState, 'prune'> {
  return {
    async prune({ beforeMs, limit }) {
      const old = { below: beforeMs, limit }
      const seats = await tables.list(seatsTable, 'kept', old)
      const references = await tables.list(referencesTable, 'kept', old)
      const counted = await tables.list(countedTable, 'kept', old)
      const changes = [
        ...seats.map((row) => remove(seatsTable, row.event_id, row.seat_number)),
        ...references.map((row) => remove(referencesTable, row.booking_reference)),
        ...counted.map((row) => remove(countedTable, row.count_id)),
      ]
      if (changes.length > 0) await tables.commit(changes)
      return changes.length
    },
  }
}
