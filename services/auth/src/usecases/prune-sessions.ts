import type { AuthPorts } from '../auth-ports.ts'

/** Rows of one commit, and commits of one run: what is left over waits for the next run. */
const BATCH = 500
const BATCHES_MAX = 100

/** Removes sessions that have expired. They are refused with or without it. */
export async function pruneSessions({
  sessions,
  clock,
}: Pick<AuthPorts, 'sessions' | 'clock'>): Promise<void> {
  for (let batches = 0; batches < BATCHES_MAX; batches++) {
    const removed = await sessions.removeExpired({ nowMs: clock.nowMs(), limit: BATCH })
    if (removed < BATCH) return
  }
}
