import type { ColumnType } from 'kysely'
import type { CancelledPlaces } from '../../domain/cancelled-places.ts'
import type { Notification, NotificationStatus, Occasion } from '../../domain/notification.ts'

/** The tables of this service in MySQL; times are milliseconds since the Unix epoch. */
export interface NotificationDatabase {
  readonly notifications: NotificationsTable
}

export interface NotificationsTable {
  readonly notification_id: string
  readonly occasion: Occasion
  readonly subject_id: string
  readonly user_id: string
  readonly language: string
  readonly status: NotificationStatus
  readonly attempts: number
  readonly created_at_ms: number
  readonly due_at_ms: number
  readonly sent_at_ms: number
  readonly reason: string
  /** Read as an object or as text, as the server and its driver like it. */
  readonly cancelled: ColumnType<unknown, string | null, string | null>
  readonly version: number
}

export function rowFrom(notification: Notification) {
  const { cancelled } = notification
  return {
    notification_id: notification.notificationId,
    occasion: notification.occasion,
    subject_id: notification.subjectId,
    user_id: notification.userId,
    language: notification.language,
    status: notification.status,
    attempts: notification.attempts,
    created_at_ms: notification.createdAtMs,
    due_at_ms: notification.dueAtMs,
    sent_at_ms: notification.sentAtMs,
    reason: notification.reason,
    cancelled: cancelled ? JSON.stringify(cancelled) : null,
    version: notification.version,
  }
}

/** A row as it is read. */
type ReadRow = Omit<NotificationsTable, 'cancelled'> & { readonly cancelled: unknown }

export function notificationFrom(row: ReadRow): Notification {
  return {
    notificationId: row.notification_id,
    occasion: row.occasion,
    subjectId: row.subject_id,
    userId: row.user_id,
    language: row.language,
    status: row.status,
    attempts: row.attempts,
    createdAtMs: row.created_at_ms,
    dueAtMs: row.due_at_ms,
    sentAtMs: row.sent_at_ms,
    reason: row.reason,
    cancelled: cancelledFrom(row.cancelled),
    version: row.version,
  }
}

function cancelledFrom(stored: unknown): CancelledPlaces | undefined {
  if (stored === null) return undefined
  return (typeof stored === 'string' ? JSON.parse(stored) : stored) as CancelledPlaces
}
