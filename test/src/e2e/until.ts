import { setTimeout as wait } from 'node:timers/promises'

const PATIENCE_MS = 60_000
const EVERY_MS = 50

/** Waits for what happens by itself, and says what it was when it does not. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`waited ${PATIENCE_MS} ms in vain: ${what}`)
    await wait(EVERY_MS)
  }
}
