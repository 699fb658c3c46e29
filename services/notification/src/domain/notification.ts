import type { CancelledPlaces } from './cancelled-places.ts'

// PENDING -> SENT, FAILED (refused for good, or tried for too long) or DROPPED (out of date before
// it could be sent). A PENDING one is waiting until `dueAtMs`, or being sent: then `dueAtMs` is
// when somebody else may try, should the sender not come back.

export const occasions = [
  'reservation_expiring',
  'booking_confirmed',
  'booking_cancelled',
  'event_cancelled',
] as const
export type Occasion = (typeof occasions)[number]

export const notificationStatuses = ['PENDING', 'SENT', 'FAILED', 'DROPPED'] as const
export type NotificationStatus = (typeof notificationStatuses)[number]

/** That somebody is to be told of something, and what became of it. Holds no text of the mail. */
export interface Notification {
  /** Derived from the occasion: whoever records the same occasion again finds it there. */
  readonly notificationId: string
  readonly occasion: Occasion
  /** A reservation or booking id. */
  readonly subjectId: string
  readonly userId: string
  /** Of the mail; empty until it is sent. */
  readonly language: string
  readonly status: NotificationStatus
  readonly attempts: number
  readonly createdAtMs: number
  /** When it may be tried; once it has ended, when it may be forgotten. */
  readonly dueAtMs: number
  /** Zero until it is sent. */
  readonly sentAtMs: number
  /** Why the last attempt failed or why it was dropped; empty otherwise. */
  readonly reason: string
  /** What was cancelled, for the two occasions that tell of a cancellation. */
  readonly cancelled: CancelledPlaces | undefined
  /** One more with every change; a change names the version it saw. */
  readonly version: number
}

/** What is known of an occasion when it is recorded. */
export type OccasionFacts = Pick<
  Notification,
  'notificationId' | 'occasion' | 'subjectId' | 'userId' | 'cancelled'
>

/** How long a mail is tried, and how late an occasion may still be recorded. */
export const RETRY_FOR_MS = 3 * 86_400_000
/** A reservation has ended by then, whatever kept its reminder. */
const RETRY_REMINDER_FOR_MS = 3_600_000
/** So long an ended notification is kept, for those who ask what became of a mail. */
export const KEEP_MS = 90 * 86_400_000
/**
 * So long a mail that is being sent is left to its sender: longer than `ATTEMPT_DEADLINE_MS`,
 * shorter than a reminder can wait after a crash.
 */
export const LEASE_MS = 60_000

export function openNotification(facts: OccasionFacts, nowMs: number): Notification {
  return {
    ...facts,
    language: '',
    status: 'PENDING',
    attempts: 0,
    createdAtMs: nowMs,
    dueAtMs: nowMs,
    sentAtMs: 0,
    reason: '',
    version: 1,
  }
}

/** Taken by a sender: on record before anything leaves. */
export function claimed(before: Notification, nowMs: number): Notification {
  return changed(before, { attempts: before.attempts + 1, dueAtMs: nowMs + LEASE_MS })
}

export function sent(
  before: Notification,
  { language, nowMs }: { language: string; nowMs: number },
): Notification {
  return ended(before, { status: 'SENT', language, sentAtMs: nowMs, reason: '' }, nowMs)
}

/** Not now: it is looked at again later, as if it had not been tried. */
export function postponed(before: Notification, untilMs: number): Notification {
  return changed(before, { attempts: before.attempts - 1, dueAtMs: untilMs })
}

/** Out of date: nobody needs to be told any more. */
export function dropped(before: Notification, reason: string, nowMs: number): Notification {
  return ended(before, { status: 'DROPPED', reason }, nowMs)
}

/** Refused for good. */
export function refused(before: Notification, reason: string, nowMs: number): Notification {
  return ended(before, { status: 'FAILED', reason }, nowMs)
}

/** An attempt that failed, and may succeed later unless it has been tried for too long. */
export function failed(
  before: Notification,
  { reason, delayMs, nowMs }: { reason: string; delayMs: number; nowMs: number },
): Notification {
  if (nowMs - before.createdAtMs >= retryForMs(before)) return refused(before, reason, nowMs)
  return changed(before, { reason, dueAtMs: nowMs + delayMs })
}

function retryForMs({ occasion }: Notification): number {
  return occasion === 'reservation_expiring' ? RETRY_REMINDER_FOR_MS : RETRY_FOR_MS
}

function ended(before: Notification, parts: Partial<Notification>, nowMs: number): Notification {
  return changed(before, { ...parts, dueAtMs: nowMs + KEEP_MS })
}

function changed(before: Notification, parts: Partial<Notification>): Notification {
  return { ...before, ...parts, version: before.version + 1 }
}
