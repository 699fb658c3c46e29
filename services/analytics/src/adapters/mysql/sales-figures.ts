import { migrate } from '@usher/stores/mysql/migrate'
import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { sql } from 'kysely'
import type { SalesFigures } from '../../ports/sales-figures.ts'
import type { AnalyticsDatabase } from './analytics-database.ts'
import { figureAdditions } from './figure-additions.ts'
import { analyticsMigrations } from './migrations.ts'
import { figureReads } from './figure-reads.ts'
import { figureRebuilds } from './figure-rebuilds.ts'

/**
 * The figures in MySQL 8 or MariaDB 10.11, their tables brought up to date first. Rejects with
 * unavailable / mysql_unavailable or migration_failed, and invalid / invalid_config.
 */
export async function openMysqlSalesFigures(
  mysql: Mysql<AnalyticsDatabase>,
): Promise<SalesFigures> {
  await mysql.ping()
  await migrate(mysql.db, { service: 'analytics', migrations: analyticsMigrations })
  return {
    ...figureReads(mysql),
    ...figureRebuilds(mysql),
    ...figureAdditions(mysql),
    ...figureWrites(mysql),
  }
}

function figureWrites({ db }: Mysql<AnalyticsDatabase>): Pick<SalesFigures, 'keepEvent' | 'prune'> {
  return {
    keepEvent: ({ eventId, version, eventName, totalSeats }) =>
      runOnMysql(async () => {
        const row = { event_id: eventId, version, event_name: eventName, total_seats: totalSeats }
        const newer = 'VALUES(version) > version'
        // Columns are set from left to right: the version, which decides, comes last.
        await db
          .insertInto('analytics_events')
          .values(row)
          .onDuplicateKeyUpdate({
            event_name: sql.raw(`IF(${newer}, VALUES(event_name), event_name)`),
            total_seats: sql.raw(`IF(${newer}, VALUES(total_seats), total_seats)`),
            version: sql.raw('GREATEST(version, VALUES(version))'),
          })
          .execute()
      }),

    prune: ({ beforeMs, limit }) =>
      runOnMysql(async () => {
        const { numDeletedRows } = await db
          .deleteFrom('analytics_messages')
          .where('minute_ms', '<', beforeMs)
          .orderBy('minute_ms')
          .limit(limit)
          .executeTakeFirstOrThrow()
        return Number(numDeletedRows)
      }),
  }
}
