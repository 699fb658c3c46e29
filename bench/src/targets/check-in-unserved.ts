import { once } from 'node:events'
import { DomainError } from '@usher/kernel'
import type { ScannedTicket } from '../generator/plan.ts'
import type { Stage } from '../stage/stage.ts'

/** Check-ins through the service's client, in one process and without HTTP. */
export interface UnservedCheckIns {
  readonly admitted: number
  readonly refused: number
  /** Let in after the warm-up: what the following is of. */
  readonly measured: number
  readonly seconds: number
  /** Of the thread that decides. */
  readonly mainThreadCpuUs: number
  /** Of all threads: signatures are verified, and the log is written, by others. */
  readonly cpuUs: number
}

const door = new URL('./unserved-door.ts', import.meta.url).pathname

/** Lets people in over a directory that no server has, from a process of its own. */
export async function checkInUnserved(
  stage: Stage,
  directory: string,
  tickets: readonly ScannedTicket[],
): Promise<UnservedCheckIns> {
  const child = stage.start([door, directory])
  const report = once(child, 'message').then(([message]) => message as UnservedCheckIns)
  // After its exit: what it said last may come behind that.
  const ended = once(child, 'close').then(([code, signal]) => {
    const text = `the door without HTTP ended with ${code ?? signal} before it could report`
    throw new DomainError('unavailable', 'load_failed', text)
  })
  ended.catch(() => undefined)
  child.send(tickets)
  return Promise.race([report, ended])
}
