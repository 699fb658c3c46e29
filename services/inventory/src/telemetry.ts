import { type Logger, type Metrics, noMetrics, silentLogger } from '@usher/telemetry'

/** What happened, one function a fact. Nothing is logged for each request. */
export interface InventoryTelemetry {
  /** A reservation was asked for; `outcome` is reserved, or the code of the refusal. */
  reservationAsked(outcome: string, seconds: number): void
  reservationsExpired(count: number): void
  /** A transaction lost against another one. */
  conflicted(action: string): void
  /** A claim was asked for at the seat lock; `false`: taken, or the lock did not answer. */
  claimAsked(claimed: boolean, seconds: number): void
  seatMapLoaded(fact: { eventId: number; seats: number; seconds: number }): void
}

/** Refusals that deserve their own series; the rest counts as refused, so that labels stay few. */
const outcomes = new Set([
  'reserved',
  'seat_unavailable',
  'not_enough_seats',
  'not_enough_places',
  'buyer_limit',
  'orphan_seat',
  'table_incomplete',
  'sale_not_open',
  'sale_ended',
  'sale_closed',
])

export function inventoryTelemetry({
  logger,
  metrics,
}: {
  logger: Logger
  metrics: Metrics
}): InventoryTelemetry {
  const durations = metrics.histogram({
    name: 'seat_reservation_duration_seconds',
    help: 'Time taken to reserve a seat',
  })
  const asked = metrics.counter({
    name: 'reservations_asked_total',
    help: 'Reservations asked for, by what became of them',
    labels: ['outcome'],
  })
  const expired = metrics.counter({
    name: 'reservations_expired_total',
    help: 'Reservations whose time was over and whose seats were freed by the sweep',
  })
  const conflicts = metrics.counter({
    name: 'seat_conflicts_total',
    help: 'Seat transactions that lost against another one, by what they wanted',
    labels: ['action'],
  })
  // A name of the specification: dashboards that were made for it find it here, too. It stays at
  // zero where seats are sold without a lock in front of the ledger.
  const claimFailures = metrics.counter({
    name: 'redis_lock_acquisition_failures_total',
    help: 'Total number of Redis lock acquisition failures',
  })
  const claimDurations = metrics.histogram({
    name: 'redis_lock_acquisition_duration_seconds',
    help: 'Time until the seat lock answered, or was given up',
  })
  return {
    reservationAsked(outcome, seconds) {
      durations.observe(seconds)
      asked.add(1, { outcome: outcomes.has(outcome) ? outcome : 'refused' })
    },
    reservationsExpired: (count) => expired.add(count),
    claimAsked(claimed, seconds) {
      claimDurations.observe(seconds)
      if (!claimed) claimFailures.add(1)
    },
    conflicted: (action) => conflicts.add(1, { action }),
    seatMapLoaded: ({ eventId, seats, seconds }) =>
      logger.debug({ event_id: eventId, seats, seconds }, 'a seat map was loaded'),
  }
}

/** Says and counts nothing; for tests. */
export const silentInventoryTelemetry = inventoryTelemetry({
  logger: silentLogger,
  metrics: noMetrics,
})
