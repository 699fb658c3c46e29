import type { Cancel, Clock } from '@usher/kernel'
import { never, type Power } from './power.ts'

/** The world's clock as one process has it: its timers end with it. */
export function processClock(clock: Clock, power: Power): Clock {
  const schedule = (delayMs: number, task: () => void): Cancel =>
    clock.schedule(delayMs, () => {
      if (power.on) task()
    })
  return {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    schedule,
    sleep: (delayMs) =>
      power.on ? new Promise((resolve) => schedule(delayMs, resolve)) : never<void>(),
  }
}
