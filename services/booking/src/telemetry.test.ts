import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '@usher/kernel'
import { createLogger, prometheusMetrics } from '@usher/telemetry'
import { confirmed } from './domain/progress.ts'
import { sampleBooking } from './simulation/sample-booking.fixture.ts'
import { bookingTelemetry } from './telemetry.ts'

test('outcomes are counted and a stuck booking is logged without its token', async () => {
  const lines: string[] = []
  const destination = { write: (line: string) => lines.push(line) }
  const logger = createLogger({ level: 'warn', name: 'booking', destination })
  const metrics = prometheusMetrics()
  const telemetry = bookingTelemetry(metrics, logger)
  const booking = sampleBooking(1)
  telemetry.bookingConfirmed(confirmed(booking, booking.createdAtMs + 40))
  telemetry.bookingFailed({ ...booking, reason: 'seats_lost' }, booking.createdAtMs + 1)
  telemetry.bookingStuck(booking, 1e6)
  telemetry.stepFailed(booking.bookingId, new DomainError('unavailable', 'storage_failed', 'full'))
  const text = await metrics.scrape()
  assert.match(text, /bookings_confirmed_total 1/)
  assert.match(text, /booking_outcomes_total\{outcome="seats_lost"\} 1/)
  assert.match(text, /booking_duration_seconds_bucket\{le="0.05"\} 2/)
  assert.match(text, /bookings_stuck_total 1/)
  assert.equal(lines.length, 2)
  assert.ok(lines.every((line) => line.includes(booking.bookingId) && !line.includes('tok_ok')))
})
