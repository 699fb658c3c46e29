import type { UserId } from '@usher/kernel'
import { isDuplicate, runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { Selectable } from 'kysely'
import type { Organizer, OrganizerId } from '../../domain/venue.ts'
import type { OrganizerStore } from '../../ports/organizer-store.ts'
import type { EventsDatabase } from './events-database.ts'

export function mysqlOrganizerStore({ db }: Mysql<EventsDatabase>): OrganizerStore {
  const ofUser = async (userId: UserId): Promise<Organizer | undefined> => {
    const query = db.selectFrom('organizers').selectAll().where('owner_user_id', '=', userId)
    const row = await query.executeTakeFirst()
    return row && organizerFrom(row)
  }

  return {
    insert: (organizer) =>
      runOnMysql(async () => {
        // Looked for first, since a refused insertion uses up a number, too.
        const existing = await ofUser(organizer.ownerUserId)
        if (existing) return existing
        await insertUnlessThere(db, organizer)
        const kept = await ofUser(organizer.ownerUserId)
        if (kept) return kept
        throw new TypeError('an organizer is gone that nobody removes')
      }),
    ofUser: (userId) => runOnMysql(() => ofUser(userId)),
  }
}

async function insertUnlessThere(
  db: Mysql<EventsDatabase>['db'],
  { ownerUserId, name, createdAtMs }: Omit<Organizer, 'organizerId'>,
): Promise<void> {
  const row = { owner_user_id: ownerUserId, name, created_at_ms: createdAtMs }
  try {
    await db.insertInto('organizers').values(row).execute()
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}

function organizerFrom(row: Selectable<EventsDatabase['organizers']>): Organizer {
  return {
    organizerId: row.organizer_id as OrganizerId,
    ownerUserId: row.owner_user_id as UserId,
    name: row.name,
    createdAtMs: row.created_at_ms,
  }
}
