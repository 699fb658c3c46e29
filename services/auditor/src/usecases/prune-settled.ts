import type { AuditorPorts } from './ports.ts'

/**
 * Longer than any event is on sale, and than a message may come again. A seat that changes after
 * that is believed, as one that is seen for the first time.
 */
export const KEEP_MS = 400 * 86_400_000
const BATCH = 1000
const BATCHES_MAX = 1000

/** Forgets what was settled so long ago. */
export async function pruneSettled({ state, clock }: AuditorPorts): Promise<void> {
  const beforeMs = clock.nowMs() - KEEP_MS
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if ((await state.prune({ beforeMs, limit: BATCH })) === 0) return
  }
}
