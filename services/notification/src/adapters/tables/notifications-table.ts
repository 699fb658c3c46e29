import { defineTable } from '@usher/stores'
import type { CancelledPlaces } from '../../domain/cancelled-places.ts'
import type { Notification, NotificationStatus, Occasion } from '../../domain/notification.ts'

export interface NotificationRow {
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
  readonly cancelled: CancelledPlaces | null
  readonly version: number
}

export const notificationsTable = defineTable<NotificationRow>({
  name: 'notifications',
  columns: {
    notification_id: 'text',
    occasion: 'text',
    subject_id: 'text',
    user_id: 'text',
    language: 'text',
    status: 'text',
    attempts: 'integer',
    created_at_ms: 'integer',
    due_at_ms: 'integer',
    sent_at_ms: 'integer',
    reason: 'text',
    cancelled: 'json',
    version: 'integer',
  },
  key: ['notification_id'],
  // What is due to be sent and what is due to be forgotten is the same question.
  indexes: { due: ['status', 'due_at_ms'], subject: ['subject_id', 'created_at_ms'] },
})

export function toRow(notification: Notification): NotificationRow {
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
    cancelled: notification.cancelled ?? null,
    version: notification.version,
  }
}

export function fromRow(row: NotificationRow): Notification {
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
    cancelled: row.cancelled ?? undefined,
    version: row.version,
  }
}
