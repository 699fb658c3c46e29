import type { Notification } from '../domain/notification.ts'

/** What waits, for those who watch. */
export interface Backlog {
  /** Exact up to some thousands; more than that is as bad. */
  readonly count: number
  /** Undefined when nothing waits. */
  readonly oldestCreatedAtMs: number | undefined
}

/** Where notifications are kept. */
export interface NotificationStore {
  get(notificationId: string): Promise<Notification | undefined>
  /** Durable when it resolves. False, and nothing changed, when one with this id is there. */
  add(notification: Notification): Promise<boolean>
  /**
   * Durable when it resolves. Rejects with conflict / notification_changed unless what is kept is
   * the version before.
   */
  save(notification: Notification): Promise<void>
  /** PENDING and due at `nowMs`, the one that has been due longest first. */
  due(nowMs: number, limit: number): Promise<readonly Notification[]>
  /** Of one reservation or booking, in the order of their creation; the newest hundred. */
  ofSubject(subjectId: string): Promise<readonly Notification[]>
  backlog(): Promise<Backlog>
  /** Forgets at most `limit` ended ones whose time has come; answers how many. */
  prune(options: { nowMs: number; limit: number }): Promise<number>
}
