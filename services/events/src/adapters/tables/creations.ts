import type { OperationId } from '@usher/kernel'
import { type Change, defineTable, put, type Tables } from '@usher/stores'
import type { OrganizerId } from '../../domain/venue.ts'
import { nextNumber } from './sequences.ts'

/** What an organizer's operation has created. Kept as long as that: one row a venue or an event. */
interface CreationRow {
  readonly organizer_id: number
  readonly operation_id: string
  readonly created: 'venue' | 'event'
  readonly created_id: number
}

export const creationsTable = defineTable<CreationRow>({
  name: 'events_creations',
  columns: {
    organizer_id: 'integer',
    operation_id: 'text',
    created: 'text',
    created_id: 'integer',
  },
  key: ['organizer_id', 'operation_id', 'created'],
})

export interface Creation {
  readonly created: CreationRow['created']
  readonly organizerId: OrganizerId
  /** Null: every call creates. */
  readonly operationId: OperationId | null
}

/**
 * The number of what is created, and the changes to commit in the same turn. `isNew` is false for a
 * repeat: the number is the first one's, and once the changes are durable, so is the first.
 */
export function numbered(tables: Tables, creation: Creation) {
  const { created, organizerId, operationId } = creation
  const key = [organizerId, operationId ?? '', created] as const
  const earlier = operationId === null ? undefined : tables.get(creationsTable, ...key)
  if (earlier)
    return { id: earlier.created_id, isNew: false, changes: [put(creationsTable, earlier)] }
  const { next, taken } = nextNumber(tables, created)
  const changes: Change[] = [taken]
  if (operationId !== null) {
    const row = { organizer_id: organizerId, operation_id: operationId, created, created_id: next }
    changes.push(put(creationsTable, row))
  }
  return { id: next, isNew: true, changes }
}
