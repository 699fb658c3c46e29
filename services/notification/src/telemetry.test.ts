import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogger, prometheusMetrics } from '@usher/telemetry'
import { mailRefused } from './domain/errors.ts'
import { openNotification as newNotification, refused, sent } from './domain/notification.ts'
import { bookingConfirmed } from './domain/occasions.ts'
import { notificationTelemetry } from './telemetry.ts'

test('outcomes and the backlog are counted, and a log names no buyer', async () => {
  const lines: string[] = []
  const destination = { write: (line: string) => lines.push(line) }
  const logger = createLogger({ level: 'debug', name: 'notification', destination })
  const metrics = prometheusMetrics()
  const telemetry = notificationTelemetry(metrics, logger)
  const facts = bookingConfirmed({ bookingId: 'bk_1', userId: 'user_1' })
  const first = newNotification(facts, 0)
  telemetry.notificationTried(sent(first, { language: 'en', nowMs: 2000 }))
  telemetry.attemptFailed(first, mailRefused('550 <ann@example.org> is unknown'))
  telemetry.notificationTried(refused(first, 'mail_refused: 550 <ann@example.org>', 0))
  telemetry.backlogMeasured({ count: 3, oldestCreatedAtMs: 1000 }, 61_000)
  const text = await metrics.scrape()
  assert.match(text, /notifications_total\{occasion="booking_confirmed",outcome="sent"\} 1/)
  assert.match(text, /notifications_total\{occasion="booking_confirmed",outcome="failed"\} 1/)
  assert.match(text, /notification_delay_seconds_bucket\{le="2.5"\} 1/)
  assert.match(text, /notifications_pending 3/)
  assert.match(text, /notification_oldest_pending_seconds 60/)
  assert.equal(lines.length, 2)
  assert.ok(lines.every((line) => line.includes('mail_refused') && !line.includes('ann@')))
})
