import type { EventId } from '@usher/kernel'
import type { Logger, Metrics } from '@usher/telemetry'
import type { Event } from './domain/event.ts'
import type { Scanner } from './domain/scanner.ts'

/** The service's business facts, one function a fact. */
export interface EventsTelemetry {
  eventChanged(before: Event, after: Event): void
  /** Inventory could not be told; the job tries again. */
  saleNotConfigured(eventId: EventId, error: unknown): void
  /** The counts stay as old as they are until the next look. */
  seatsNotCounted(eventId: EventId, error: unknown): void
  /** Who may open doors is worth a line of its own: asked about when somebody got in. */
  scannerAdded(scanner: Pick<Scanner, 'organizerId' | 'userId'>): void
  scannerRemoved(scanner: Pick<Scanner, 'organizerId' | 'userId'>): void
  /** Every consumer of event.updated was told of seats or prices alone. */
  seatsTold(): void
}

export function eventsTelemetry(logger: Logger, metrics: Metrics): EventsTelemetry {
  const changes = metrics.counter({
    name: 'event_status_changes_total',
    help: 'Events that moved into a status',
    labels: ['status'],
  })
  const failures = metrics.counter({
    name: 'event_sale_configuration_failures_total',
    help: 'Attempts to tell inventory how an event is sold that failed',
  })
  const news = metrics.counter({
    name: 'event_seat_news_total',
    help: 'Messages of event.updated that tell of seats or prices alone',
  })
  return {
    eventChanged(before, { eventId, status }) {
      if (status === before.status) return
      changes.add(1, { status })
      logger.info({ event_id: eventId, status, before: before.status }, 'an event changed status')
    },
    saleNotConfigured(eventId, error) {
      failures.add(1)
      logger.warn({ event_id: eventId, err: error }, 'inventory was not told how an event is sold')
    },
    seatsNotCounted(eventId, error) {
      logger.warn({ event_id: eventId, err: error }, 'the seats of an event were not counted')
    },
    scannerAdded({ organizerId, userId }) {
      logger.info({ organizer_id: organizerId, user_id: userId }, 'a scanner was added')
    },
    scannerRemoved({ organizerId, userId }) {
      logger.info({ organizer_id: organizerId, user_id: userId }, 'a scanner was removed')
    },
    seatsTold: () => news.add(1),
  }
}
