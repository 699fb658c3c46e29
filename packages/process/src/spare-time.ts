import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import type { Clock } from '@usher/kernel'

/** Resolves when work that can wait may go on: at once, or after its turn in a busy time. */
export type SpareTime = () => Promise<void>

/**
 * Above it, some callers wait for each other before they wait for what they asked for, and what is
 * done besides shows in their slowest answers. Measured with mails: at a half they took ten times
 * as long.
 */
const BUSY = 0.25
/** Looked at over so long at least: one piece of work is no busy time. */
const WINDOW_MS = 50
/** In a busy time one piece of work begins so often: a mail takes some milliseconds of them. */
const TURN_MS = 200

// At ease -> busy -> at ease, by how much of its time the event loop has worked since it was last
// looked at, which happens whenever somebody asks.

/**
 * Holds work back that nobody waits for while the event loop is busy with what somebody waits for.
 * Held back is not left undone: five pieces a second go on whatever happens.
 */
export function spareTime(
  clock: Clock,
  utilization: (since?: EventLoopUtilization) => EventLoopUtilization = (since) =>
    performance.eventLoopUtilization(since),
): SpareTime {
  let seen = utilization()
  let seenAtMs = clock.monotonicMs()
  let busy = false
  let turn = Promise.resolve()
  const look = () => {
    const nowMs = clock.monotonicMs()
    if (nowMs - seenAtMs < WINDOW_MS) return
    busy = utilization(seen).utilization > BUSY
    seen = utilization()
    seenAtMs = nowMs
  }
  const wait = async () => {
    look()
    if (busy) await clock.sleep(TURN_MS)
  }
  return () => (turn = turn.then(wait))
}
