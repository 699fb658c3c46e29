import type { InventoryPorts } from '../inventory-ports.ts'

/** One run ends after so many batches of the ledger, and the next one goes on. */
const BATCHES_MAX = 100

/** Lets go of operation ids that nobody will repeat any more. */
export async function forgetOperations(
  { ledger, clock }: InventoryPorts,
  rememberMs: number,
): Promise<void> {
  const beforeMs = clock.nowMs() - rememberMs
  for (let batch = 1; batch <= BATCHES_MAX; batch++) {
    if ((await ledger.forgetOperations(beforeMs)) === 0) return
  }
}
