import type { NotificationPorts } from './ports.ts'

const BATCH = 1000
/** Batches in one run; what is left has time. */
const BATCHES_MAX = 100

/** Forgets what ended long ago. */
export async function pruneNotifications({
  notifications,
  clock,
}: Pick<NotificationPorts, 'notifications' | 'clock'>): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const pruned = await notifications.prune({ nowMs: clock.nowMs(), limit: BATCH })
    if (pruned < BATCH) return
  }
}
