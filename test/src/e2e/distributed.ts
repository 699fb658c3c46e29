import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Announcement, Platform, PlatformOptions } from './platform.ts'

/** Where the distributed platform lies that `npm test` has started; empty: there is none. */
export const distributedFolder = process.env['USHER_TEST_DISTRIBUTED'] ?? ''

/** What tools/stack knows of a server. */
interface Known {
  readonly ports: Readonly<Record<string, number>>
}

/**
 * The platform that runs already, with the demo set that is there. It goes on when the file has
 * ended; what ends and restarts a platform is told from the embedded one only.
 */
export function joinDistributed(
  folder: string,
  { command = 'demo', dataDir }: PlatformOptions,
): Platform {
  if (dataDir !== undefined) throw new Error('the distributed platform has no data directory')
  const announced = readFileSync(join(folder, 'demo.json'), 'utf8').trimEnd()
  const { url, accounts = [], events = [] } = JSON.parse(announced) as Announcement
  const shown = command === 'demo' ? { accounts, events } : { accounts: [], events: [] }
  const leave = async () => ({ code: 0, out: announced, said: '' })
  const metricsUrls = servicesIn(folder).map(({ ports }) => `http://127.0.0.1:${ports['http']}`)
  return { url, metricsUrls, ...shown, announced, stop: leave, kill: leave }
}

/** Usher's own: each has a port for its work and one for those who look after it. */
function servicesIn(folder: string): readonly Known[] {
  const text = readFileSync(join(folder, 'stack.json'), 'utf8')
  const known = Object.values(JSON.parse(text) as Readonly<Record<string, Known>>)
  return known.filter(({ ports }) => 'main' in ports && 'http' in ports)
}
