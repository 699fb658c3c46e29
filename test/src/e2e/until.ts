import { setTimeout as wait } from 'node:timers/promises'
import type { Rest } from './rest.ts'

const PATIENCE_MS = 60_000
const EVERY_MS = 50

/** Waits for what happens by itself, and says what it was when it does not. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const endMs = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`waited ${patienceMs} ms in vain: ${what}`)
    await wait(EVERY_MS)
  }
}

/** Waits until it can sell: a store that was late to answer makes it unready for a moment. */
export function untilReady(rest: Rest): Promise<void> {
  return until('it is ready', async () => (await rest.get('/ready')).status === 200)
}
