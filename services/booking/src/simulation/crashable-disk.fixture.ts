import type { Clock } from '@usher/kernel'
import type { Change, MemoryDisk } from '@usher/stores'
import type { Process } from './faults.fixture.ts'

const SYNC_MS = 2

/**
 * A disk that takes its time: what was not durable when the process died is lost, in order, from
 * the end.
 */
export function crashableDisk(
  { clock, process }: { clock: Clock; process: Process },
  durable: (readonly Change[])[],
): MemoryDisk {
  return {
    durable,
    async append(changes) {
      await clock.sleep(SYNC_MS)
      if (!process.alive) return new Promise(() => undefined)
      durable.push(changes)
      return undefined
    },
  }
}
