import type { Clock } from '@usher/kernel'
import type { Logger, Metrics } from '@usher/telemetry'
import type { Change } from './domain/change.ts'
import type { Lease } from './domain/lease.ts'

/** The service's facts, one function a fact. */
export interface CdcTelemetry {
  /** So many messages of a table are in Kafka; the newest change happened then. */
  relayed(table: string, messages: number, newestAtMs: number): void
  unreadable(table: string, change: Change, error: unknown): void
  /** Changes were removed before they were read: seats and bookings may be told of never. */
  changesLost(table: string, lease: Lease): void
  shardFailed(table: string, lease: Lease, error: unknown): void
  sharing(shards: { readonly open: number; readonly held: number }): void
}

export function cdcTelemetry(logger: Logger, metrics: Metrics, clock: Clock): CdcTelemetry {
  const records = metrics.counter({
    name: 'cdc_messages_total',
    help: 'Messages carried from streams of tables to Kafka',
    labels: ['table'],
  })
  const lag = metrics.gauge({
    name: 'cdc_lag_seconds',
    help: 'Age of the newest change of a table when it was in Kafka',
    labels: ['table'],
  })
  const dead = metrics.counter({
    name: 'cdc_unreadable_total',
    help: 'Changes that no message could be made of',
    labels: ['table'],
  })
  const lost = metrics.counter({
    name: 'cdc_trimmed_total',
    help: 'Times that changes were removed before they were read',
    labels: ['table'],
  })
  const failures = metrics.counter({
    name: 'cdc_failures_total',
    help: 'Times that a shard could not be carried on and was tried again',
    labels: ['table'],
  })
  const shards = metrics.gauge({
    name: 'cdc_shards',
    help: 'Shards that are open, and those that this instance reads',
    labels: ['state'],
  })
  return {
    relayed(table, messages, newestAtMs) {
      records.add(messages, { table })
      lag.set(Math.max(0, clock.nowMs() - newestAtMs) / 1000, { table })
    },
    unreadable(table, { key, sequence }, error) {
      dead.add(1, { table })
      logger.error({ err: error, table, key, sequence }, 'a change was set aside as unreadable')
    },
    changesLost(table, { stream, shardId, checkpoint }) {
      lost.add(1, { table })
      const facts = { table, stream, shard: shardId, checkpoint }
      logger.fatal(
        facts,
        'CHANGES WERE LOST: they were removed from the stream before cdc read them',
      )
    },
    shardFailed(table, { shardId, checkpoint }, error) {
      failures.add(1, { table })
      const facts = { err: error, table, shard: shardId, checkpoint }
      logger.warn(facts, 'a shard could not be carried on and will be tried again')
    },
    sharing({ open, held }) {
      shards.set(open, { state: 'open' })
      shards.set(held, { state: 'held' })
    },
  }
}
