import type { Metrics } from '@usher/telemetry'

/** What the store tells of each durable write. */
export interface DurableWrite {
  readonly changes: number
  readonly durationMs: number
}

/** Seconds: a sync of a good disk takes a quarter of a millisecond, a slow one many. */
const WRITE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] as const

/** How long commits take to become durable, and how many share a write. */
export function storeTelemetry(metrics: Metrics): (write: DurableWrite) => void {
  const durations = metrics.histogram({
    name: 'store_write_duration_seconds',
    help: 'Time until a group of commits is on disk',
    buckets: WRITE_BUCKETS,
  })
  const changes = metrics.counter({
    name: 'store_changes_total',
    help: 'Rows written or removed; divided by the number of writes, the size of a group',
  })
  return (write) => {
    durations.observe(write.durationMs / 1000)
    changes.add(write.changes)
  }
}
