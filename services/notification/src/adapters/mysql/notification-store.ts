import { migrate } from '@usher/stores/mysql/migrate'
import { isDuplicate, runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { Kysely } from 'kysely'
import { notificationChanged } from '../../domain/errors.ts'
import type { Backlog, NotificationStore } from '../../ports/notification-store.ts'
import { notificationMigrations } from './migrations.ts'
import { type NotificationDatabase, notificationFrom, rowFrom } from './notifications-database.ts'

const OF_SUBJECT_MAX = 100
/** Of the backlog, counted: more than that is as bad. */
const BACKLOG_MAX = 10_000

/**
 * Notifications in MySQL 8 or MariaDB 10.11, their table brought up to date first. Rejects with
 * unavailable / mysql_unavailable or migration_failed, and invalid / invalid_config.
 */
export async function openMysqlNotificationStore(
  mysql: Mysql<NotificationDatabase>,
): Promise<NotificationStore> {
  await mysql.ping()
  await migrate(mysql.db, { service: 'notification', migrations: notificationMigrations })
  return mysqlNotificationStore(mysql)
}

/** Every change is one statement, conditional where the port says so. */
function mysqlNotificationStore({ db }: Mysql<NotificationDatabase>): NotificationStore {
  return {
    get: (notificationId) =>
      runOnMysql(async () => {
        const query = all(db).where('notification_id', '=', notificationId)
        const row = await query.executeTakeFirst()
        return row && notificationFrom(row)
      }),

    add: (notification) =>
      runOnMysql(async () => {
        try {
          await db.insertInto('notifications').values(rowFrom(notification)).execute()
          return true
        } catch (error) {
          if (isDuplicate(error)) return false
          throw error
        }
      }),

    save: (notification) =>
      runOnMysql(async () => {
        const { notification_id, version, ...changed } = rowFrom(notification)
        const { numUpdatedRows } = await db
          .updateTable('notifications')
          .set({ ...changed, version })
          .where('notification_id', '=', notification_id)
          .where('version', '=', version - 1)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) throw notificationChanged(notification_id)
      }),

    due: (nowMs, limit) =>
      runOnMysql(async () => {
        const waiting = all(db).where('status', '=', 'PENDING').where('due_at_ms', '<=', nowMs)
        const rows = await waiting.orderBy('due_at_ms').limit(limit).execute()
        return rows.map(notificationFrom)
      }),

    ofSubject: (subjectId) =>
      runOnMysql(async () => {
        const rows = await all(db)
          .where('subject_id', '=', subjectId)
          .orderBy('created_at_ms', 'desc')
          .orderBy('notification_id', 'desc')
          .limit(OF_SUBJECT_MAX)
          .execute()
        return rows.map(notificationFrom).reverse()
      }),

    backlog: () => runOnMysql(() => backlog(db)),

    prune: ({ nowMs, limit }) =>
      runOnMysql(async () => {
        const { numDeletedRows } = await db
          .deleteFrom('notifications')
          .where('status', 'in', ['SENT', 'FAILED', 'DROPPED'])
          .where('due_at_ms', '<=', nowMs)
          .limit(limit)
          .executeTakeFirstOrThrow()
        return Number(numDeletedRows)
      }),
  }
}

function all(db: Kysely<NotificationDatabase>) {
  return db.selectFrom('notifications').selectAll()
}

async function backlog(db: Kysely<NotificationDatabase>): Promise<Backlog> {
  const waiting = db
    .selectFrom('notifications')
    .select('created_at_ms')
    .where('status', '=', 'PENDING')
    .orderBy('due_at_ms')
    .limit(BACKLOG_MAX)
    .as('waiting')
  const { count, oldest } = await db
    .selectFrom(waiting)
    .select(({ fn }) => [
      fn.countAll<number>().as('count'),
      fn.min('waiting.created_at_ms').as('oldest'),
    ])
    .executeTakeFirstOrThrow()
  return { count, oldestCreatedAtMs: oldest ?? undefined }
}
