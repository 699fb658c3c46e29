import type { Logger, Metrics } from '@usher/telemetry'
import type { PlaceFigures } from './domain/figures.ts'
import type { Rebuild } from './domain/rebuild.ts'

/** Who is told of what analytics does. None of these may throw. */
export interface AnalyticsTelemetry {
  /** A message is in the figures, so long after it was published. */
  counted(topic: string, lagMs: number): void
  measured(platform: readonly PlaceFigures[]): void
  rebuildBegun(rebuild: Rebuild): void
  rebuildEnded(rebuild: Rebuild, facts: { messages: number; ms: number }): void
}

/** Business totals for dashboards, beside what the service says of itself. */
export function analyticsTelemetry(metrics: Metrics, logger: Logger): AnalyticsTelemetry {
  const gauge = (name: string, help: string) => metrics.gauge({ name, help })
  const byCurrency = (name: string, help: string) =>
    metrics.gauge({ name, help, labels: ['currency'] })
  const sold = gauge('business_seats_sold', 'Seats and places booked and not cancelled.')
  const reserved = gauge('business_seats_reserved', 'Seats reserved since the beginning.')
  const bookings = gauge('business_bookings', 'Bookings confirmed since the beginning.')
  const cancellations = gauge('business_cancellations', 'Cancellations since the beginning.')
  const expired = gauge('business_reservations_expired', 'Reservations that ran out of time.')
  const captured = byCurrency('business_captured_minor', 'Money taken, in minor units.')
  const refunded = byCurrency('business_refunded_minor', 'Money given back, in minor units.')
  const lag = metrics.gauge({
    name: 'analytics_lag_seconds',
    help: 'How old the newest counted message of the topic was.',
    labels: ['topic'],
  })
  return {
    counted: (topic, lagMs) => lag.set(Math.max(0, lagMs) / 1000, { topic }),
    measured(platform) {
      const sum = (name: keyof PlaceFigures['figures']) =>
        platform.reduce((all, { figures }) => all + figures[name], 0)
      sold.set(sum('booked') - sum('cancelled'))
      reserved.set(sum('reserved'))
      bookings.set(sum('bookings'))
      cancellations.set(sum('cancellations'))
      expired.set(sum('expiredReservations'))
      for (const { currency, figures } of platform) {
        if (currency === '') continue
        captured.set(figures.capturedMinor, { currency })
        refunded.set(figures.refundedMinor, { currency })
      }
    },
    rebuildBegun: ({ fromMs }) =>
      logger.info({ from_ms: fromMs }, 'the figures are counted again from the topics'),
    rebuildEnded: ({ fromMs }, facts) =>
      logger.info({ from_ms: fromMs, ...facts }, 'the figures were counted again'),
  }
}
