import { setTimeout as wait } from 'node:timers/promises'

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
