import { isDomainError } from '@usher/kernel'
import type { Logger, Metrics } from '@usher/telemetry'
import type { Notification, Occasion } from './domain/notification.ts'
import type { Backlog } from './ports/notification-store.ts'

/** Who is told of what became of the mails. None of these may throw. */
export interface NotificationTelemetry {
  /** A try has ended and is on record: sent, failed, dropped, or to be tried again. */
  notificationTried(outcome: Notification): void
  attemptFailed(notification: Notification, error: unknown): void
  /** Not recorded: nobody wants to hear of it so late. */
  occasionTooOld(occasion: Occasion): void
  backlogMeasured(backlog: Backlog, nowMs: number): void
}

/** The service's metrics and its log. Logs carry ids and codes, never names or addresses. */
export function notificationTelemetry(metrics: Metrics, logger: Logger): NotificationTelemetry {
  const numbers = notificationMetrics(metrics)
  return {
    notificationTried({ occasion, status, notificationId, reason, sentAtMs, createdAtMs }) {
      numbers.outcomes.add(1, { occasion, outcome: outcomes[status] })
      if (status === 'SENT') numbers.delay.observe(Math.max(0, sentAtMs - createdAtMs) / 1000)
      if (status === 'FAILED') {
        const code = reason.split(':')[0]
        logger.error({ notification_id: notificationId, code }, 'a mail could not be sent')
      }
    },
    attemptFailed({ notificationId, attempts }, error) {
      const known = isDomainError(error)
      const facts = { notification_id: notificationId, attempts, code: known ? error.code : 'bug' }
      if (known) logger.debug(facts, 'an attempt to send a mail failed')
      else logger.error({ ...facts, err: error }, 'a mail could not be made')
    },
    occasionTooOld(occasion) {
      numbers.outcomes.add(1, { occasion, outcome: 'too_old' })
    },
    backlogMeasured({ count, oldestCreatedAtMs = 0 }, nowMs) {
      numbers.pending.set(count)
      numbers.oldest.set(count === 0 ? 0 : Math.max(0, nowMs - oldestCreatedAtMs) / 1000)
    },
  }
}

const outcomes = { PENDING: 'retried', SENT: 'sent', FAILED: 'failed', DROPPED: 'dropped' } as const

/** Mails are quick, or wait for a server for hours. */
const delayBuckets = [0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400]

function notificationMetrics(metrics: Metrics) {
  return {
    outcomes: metrics.counter({
      name: 'notifications_total',
      help: 'Tries at mails by occasion and outcome: sent, retried, failed, dropped, too_old.',
      labels: ['occasion', 'outcome'],
    }),
    delay: metrics.histogram({
      name: 'notification_delay_seconds',
      help: 'From the occasion on record to its mail taken over.',
      buckets: delayBuckets,
    }),
    pending: metrics.gauge({
      name: 'notifications_pending',
      help: 'Mails that wait to be sent; 10000 may be more.',
    }),
    oldest: metrics.gauge({
      name: 'notification_oldest_pending_seconds',
      help: 'How long the oldest of them has waited.',
    }),
  }
}
