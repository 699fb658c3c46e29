import type { PaymentPorts } from './payment-ports.ts'

/** Rows removed in one commit. */
const PRUNE_BATCH = 500
/** Batches of one run; what is left waits for the next. */
const PRUNE_BATCHES_MAX = 20

/** Forgets deliveries that no provider repeats any more; answers how many. */
export async function pruneWebhooks(
  { inbox, clock }: Pick<PaymentPorts, 'inbox' | 'clock'>,
  keepMs: number,
): Promise<number> {
  const beforeMs = clock.nowMs() - keepMs
  let pruned = 0
  for (let batch = 0; batch < PRUNE_BATCHES_MAX; batch++) {
    const count = await inbox.prune({ beforeMs, limit: PRUNE_BATCH })
    pruned += count
    if (count < PRUNE_BATCH) break
  }
  return pruned
}
