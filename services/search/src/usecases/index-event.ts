import type { DocumentChange } from '../domain/event-document.ts'
import type { SearchPorts } from './ports.ts'
import { isIndexMissing } from './rebuild-index.ts'

/**
 * Brings the index up to date with one message. May be repeated, and may come too late: versions
 * decide. Where there is no index the message waits in the log for the one that will be made.
 */
export async function indexEvent(
  { index, clock, telemetry }: SearchPorts,
  { change, saidAtMs }: { change: DocumentChange; saidAtMs: number },
): Promise<void> {
  try {
    await index.put([change])
  } catch (error) {
    if (!isIndexMissing(error)) throw error
  }
  telemetry.eventIndexed(clock.nowMs() - saidAtMs)
}
