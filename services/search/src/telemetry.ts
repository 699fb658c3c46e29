import type { Logger, Metrics } from '@usher/telemetry'
import type { Reindex } from './domain/reindex.ts'

/** The service's facts, one function a fact. */
export interface SearchTelemetry {
  answered(operation: 'search' | 'suggest', durationMs: number): void
  /** An event is findable so long after it was said that it has changed. */
  eventIndexed(lagMs: number): void
  reindexBegun(reindexId: string): void
  reindexEnded(reindex: Reindex): void
}

export function searchTelemetry(
  logger: Logger,
  metrics: Metrics,
  documents: () => number,
): SearchTelemetry {
  const durations = metrics.histogram({
    name: 'search_duration_seconds',
    help: 'How long searches and suggestions took',
    labels: ['operation'],
  })
  const lag = metrics.histogram({
    name: 'search_index_lag_seconds',
    help: 'Time from a change of an event until it could be found',
  })
  const ends = metrics.counter({
    name: 'search_reindexes_total',
    help: 'Times the index was made anew',
    labels: ['status'],
  })
  metrics.gaugeOf({ name: 'search_documents', help: 'Events that can be found' }, documents)
  return {
    answered: (operation, durationMs) => durations.observe(durationMs / 1000, { operation }),
    eventIndexed: (lagMs) => lag.observe(Math.max(0, lagMs) / 1000),
    reindexBegun: (reindexId) =>
      logger.info({ reindex_id: reindexId }, 'the search index is being made anew'),
    reindexEnded({ reindexId, status, messages, events, reason, startedAtMs, endedAtMs }) {
      ends.add(1, { status: status.toLowerCase() })
      const facts = { reindex_id: reindexId, messages, events, ms: endedAtMs - startedAtMs }
      if (status === 'FAILED') logger.error({ ...facts, reason }, 'no new search index was made')
      else logger.info(facts, 'the search index was made anew')
    },
  }
}
