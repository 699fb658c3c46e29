import { LIST_LIMIT_MAX, put, remove, type Tables } from '@usher/stores'
import { notificationChanged } from '../../domain/errors.ts'
import { notificationStatuses, type Notification } from '../../domain/notification.ts'
import type { Backlog, NotificationStore } from '../../ports/notification-store.ts'
import { fromRow, notificationsTable, toRow } from './notifications-table.ts'

const OF_SUBJECT_MAX = 100

/**
 * Notifications in the table `notifications`. One process owns the tables, and no await stands
 * between a look and its commit: both conditions are atomic.
 */
export function tablesNotificationStore(tables: Tables): NotificationStore {
  const find = (notificationId: string) => tables.get(notificationsTable, notificationId)
  return {
    async get(notificationId) {
      const row = find(notificationId)
      return row && fromRow(row)
    },
    async add(notification) {
      if (find(notification.notificationId)) return false
      await tables.commit([put(notificationsTable, toRow(notification))])
      return true
    },
    async save(notification) {
      const { notificationId, version } = notification
      if (find(notificationId)?.version !== version - 1) throw notificationChanged(notificationId)
      await tables.commit([put(notificationsTable, toRow(notification))])
    },
    async due(nowMs, limit) {
      const options = { prefix: ['PENDING'], below: nowMs + 1, limit }
      return (await tables.list(notificationsTable, 'due', options)).map(fromRow)
    },
    async ofSubject(subjectId) {
      const options = { prefix: [subjectId], descending: true, limit: OF_SUBJECT_MAX }
      return (await tables.list(notificationsTable, 'subject', options)).map(fromRow).reverse()
    },
    backlog: () => backlog(tables),
    prune: (options) => prune(tables, options),
  }
}

async function backlog(tables: Tables): Promise<Backlog> {
  const options = { prefix: ['PENDING'], limit: LIST_LIMIT_MAX }
  const rows = await tables.list(notificationsTable, 'due', options)
  if (rows.length === 0) return { count: 0, oldestCreatedAtMs: undefined }
  const oldest = rows.reduce((min, row) => Math.min(min, row.created_at_ms), Infinity)
  return { count: rows.length, oldestCreatedAtMs: oldest }
}

async function prune(
  tables: Tables,
  { nowMs, limit }: { nowMs: number; limit: number },
): Promise<number> {
  let pruned = 0
  for (const status of endedStatuses) {
    if (pruned === limit) break
    const options = { prefix: [status], below: nowMs + 1, limit: limit - pruned }
    const rows = await tables.list(notificationsTable, 'due', options)
    if (rows.length === 0) continue
    await tables.commit(rows.map((row) => remove(notificationsTable, row.notification_id)))
    pruned += rows.length
  }
  return pruned
}

const endedStatuses: readonly Notification['status'][] = notificationStatuses.filter(
  (status) => status !== 'PENDING',
)
