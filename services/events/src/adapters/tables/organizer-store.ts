import type { UserId } from '@usher/kernel'
import { defineTable, put, type Tables } from '@usher/stores'
import type { Organizer, OrganizerId } from '../../domain/venue.ts'
import type { OrganizerStore } from '../../ports/organizer-store.ts'
import { nextNumber } from './sequences.ts'

interface OrganizerRow {
  /** The key: a user is at most one organizer. */
  readonly owner_user_id: string
  readonly organizer_id: number
  readonly name: string
  readonly created_at_ms: number
}

export const organizersTable = defineTable<OrganizerRow>({
  name: 'organizers',
  columns: {
    owner_user_id: 'text',
    organizer_id: 'integer',
    name: 'text',
    created_at_ms: 'integer',
  },
  key: ['owner_user_id'],
})

/** Relies on get and commit without an await between being atomic. */
export function tablesOrganizerStore(tables: Tables): OrganizerStore {
  return {
    async insert(organizer) {
      const existing = tables.get(organizersTable, organizer.ownerUserId)
      if (existing) return organizerFrom(existing)
      const { next, taken } = nextNumber(tables, 'organizer')
      const row: OrganizerRow = {
        owner_user_id: organizer.ownerUserId,
        organizer_id: next,
        name: organizer.name,
        created_at_ms: organizer.createdAtMs,
      }
      await tables.commit([taken, put(organizersTable, row)])
      return organizerFrom(row)
    },
    async ofUser(userId) {
      const row = tables.get(organizersTable, userId)
      return row && organizerFrom(row)
    },
  }
}

function organizerFrom(row: OrganizerRow): Organizer {
  return {
    organizerId: row.organizer_id as OrganizerId,
    ownerUserId: row.owner_user_id as UserId,
    name: row.name,
    createdAtMs: row.created_at_ms,
  }
}
