import type { AnalyticsPorts } from './ports.ts'

/** A day longer than topics hold messages: none of them can come again. */
const KEEP_MS = 8 * 86_400_000
const BATCH = 1000
const BATCHES_MAX = 1000

export async function pruneMessages({ figures, clock }: AnalyticsPorts): Promise<void> {
  const beforeMs = clock.nowMs() - KEEP_MS
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if ((await figures.prune({ beforeMs, limit: BATCH })) < BATCH) return
  }
}
