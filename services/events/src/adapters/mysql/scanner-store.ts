import type { UserId } from '@usher/kernel'
import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { sql } from 'kysely'
import type { Scanner } from '../../domain/scanner.ts'
import type { OrganizerId } from '../../domain/venue.ts'
import type { ScannerStore } from '../../ports/scanner-store.ts'
import type { EventsDatabase } from './events-database.ts'

export function mysqlScannerStore({ db }: Mysql<EventsDatabase>): ScannerStore {
  const one = async ({ organizerId, userId }: Pick<Scanner, 'organizerId' | 'userId'>) => {
    const key = { organizer_id: organizerId, user_id: userId }
    const query = db.selectFrom('events_scanners').selectAll()
    const row = await query.where((scanner) => scanner.and(key)).executeTakeFirst()
    return row && scannerFrom(row)
  }

  return {
    insert: (scanner) =>
      runOnMysql(async () => {
        await db
          .insertInto('events_scanners')
          .values(rowFrom(scanner))
          .onDuplicateKeyUpdate({ added_at_ms: sql`added_at_ms` })
          .execute()
        // Who has been removed since was kept all the same.
        return (await one(scanner)) ?? scanner
      }),

    remove: ({ organizerId, userId }) =>
      runOnMysql(async () => {
        const key = { organizer_id: organizerId, user_id: userId }
        await db
          .deleteFrom('events_scanners')
          .where((scanner) => scanner.and(key))
          .execute()
      }),

    has: (scanner) => runOnMysql(async () => (await one(scanner)) !== undefined),

    list: ({ organizerId, after, limit }) =>
      runOnMysql(async () => {
        const rows = await db
          .selectFrom('events_scanners')
          .selectAll()
          .where('organizer_id', '=', organizerId)
          .where('user_id', '>', after)
          .orderBy('user_id')
          .limit(limit)
          .execute()
        return rows.map(scannerFrom)
      }),
  }
}

function rowFrom({ organizerId, userId, addedAtMs }: Scanner): EventsDatabase['events_scanners'] {
  return { organizer_id: organizerId, user_id: userId, added_at_ms: addedAtMs }
}

function scannerFrom(row: EventsDatabase['events_scanners']): Scanner {
  return {
    organizerId: row.organizer_id as OrganizerId,
    userId: row.user_id as UserId,
    addedAtMs: row.added_at_ms,
  }
}
