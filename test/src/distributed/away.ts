import { setTimeout as wait } from 'node:timers/promises'
import type { Servers } from './servers.ts'

/** Longer outages, for who has the time. */
export const isLong = process.env['USHER_TEST_LONG'] === '1'

/** How long something stays away. */
const AWAY_MS = isLong ? 10_000 : 2000

const nothing = async () => undefined

interface Away {
  readonly awayMs?: number
  /** Once it has been away for so long. */
  readonly act?: () => Promise<void>
}

/** Kills it, and starts it again. */
export async function without(
  servers: Servers,
  name: string,
  { awayMs = AWAY_MS, act = nothing }: Away = {},
): Promise<void> {
  await servers.kill(name)
  try {
    await wait(awayMs)
    await act()
  } finally {
    await servers.up([name])
  }
}

/** Lets it stand still: it stays connected and answers nothing. */
export async function standing(
  servers: Servers,
  name: string,
  { awayMs = AWAY_MS, act = nothing }: Away = {},
): Promise<void> {
  await servers.pause(name)
  try {
    await wait(awayMs)
    await act()
  } finally {
    await servers.resume(name)
  }
}
