import type { Clock, Job } from '@usher/kernel'
import type { IdempotencyStore } from './ports/idempotency-store.ts'

const EVERY_MS = 10 * 60_000
const BATCH = 1000
/** The rest is left to the next run, so that no run holds the store up. */
const BATCHES_MAX = 100

/** Forgets answers that nobody will ask for again. */
export function pruneIdempotency(store: IdempotencyStore, clock: Clock, keepMs: number): Job {
  return {
    name: 'prune-idempotency',
    everyMs: EVERY_MS,
    async run() {
      const beforeMs = clock.nowMs() - keepMs
      for (let i = 0; i < BATCHES_MAX; i++) {
        if ((await store.prune(beforeMs, BATCH)) < BATCH) return
      }
    },
  }
}
