import { migrate } from '@usher/stores/mysql/migrate'
import { isDuplicate, runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { type Kysely, sql } from 'kysely'
import { minuteOf, type Telling } from '../../domain/figures.ts'
import type { SalesFigures } from '../../ports/sales-figures.ts'
import { type AnalyticsDatabase, columnOf, figureColumns } from './analytics-database.ts'
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
  return { ...figureReads(mysql), ...figureRebuilds(mysql), ...figureWrites(mysql) }
}

/** The message and its effect share a transaction: neither is there without the other. */
function figureWrites({
  db,
}: Mysql<AnalyticsDatabase>): Pick<SalesFigures, 'add' | 'keepEvent' | 'prune'> {
  return {
    add: (telling) =>
      runOnMysql(() => db.transaction().execute((transaction) => add(transaction, telling))),

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

async function add(db: Kysely<AnalyticsDatabase>, telling: Telling): Promise<boolean> {
  const { consumer, messageId, eventId, atMs, counts } = telling
  const minute = { minute_ms: minuteOf(atMs) }
  await sql`SELECT phase FROM analytics_rebuilds LOCK IN SHARE MODE`.execute(db)
  try {
    const message = { consumer, message_id: messageId, ...minute }
    await db.insertInto('analytics_messages').values(message).execute()
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
  if (counts.length === 0) return true
  // In one order everywhere, so that two messages do not wait for each other.
  const sorted = counts.toSorted((a, b) => (a.section < b.section ? -1 : 1))
  const rows = sorted.map(({ section, currency, figures }) => {
    return { event_id: eventId, ...minute, section, currency, ...figureColumns(figures) }
  })
  await db.insertInto('analytics_minutes').values(rows).onDuplicateKeyUpdate(additions).execute()
  return true
}

const additions = Object.fromEntries(
  Object.values(columnOf).map((column) => [
    column,
    sql.raw<number>(`${column} + VALUES(${column})`),
  ]),
)
