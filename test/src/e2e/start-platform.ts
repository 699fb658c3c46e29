import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startUsher, type Variables } from '../command/usher-command.ts'
import { distributedFolder, joinDistributed } from './distributed.ts'
import type { Announcement, Platform, PlatformOptions } from './platform.ts'

/** Usher on the root that the tests run against: a platform of their own, or one they share. */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  if (distributedFolder !== '') return joinDistributed(distributedFolder, options)
  return startEmbedded(options)
}

/** Starts the embedded platform in a process of its own; resolves when it answers. */
export async function startEmbedded(options: PlatformOptions): Promise<Platform> {
  const { command = 'demo', env = {} } = options
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'usher-e2e-')))
  const args = [command, '--port', '0', '--data-dir', dataDir, '--json']
  const usher = startUsher(args, { USHER_LOG_LEVEL: 'warn', ...patient, ...env })
  const announced = await usher.firstLine
  const { url, accounts = [], events = [] } = JSON.parse(announced) as Announcement
  const end = async (signal: NodeJS.Signals) => {
    usher.child.kill(signal)
    const ended = await usher.ended
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    return ended
  }
  return {
    url,
    metricsUrls: [url],
    accounts,
    events,
    announced,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Starts a platform without events, where a crowd may come from one address. */
export function startBare(dataDir?: string): Promise<Platform> {
  const bare = { command: 'serve', env: noLimits } as const
  return startPlatform(dataDir === undefined ? bare : { ...bare, dataDir })
}

/** A search on a busy machine is waited for, and so is the end of what it does. */
const patient: Variables = { USHER_SEARCH_DEADLINE: '30s', USHER_CLOSE_DEADLINE: '2m' }

/** For crowds that come from one address. */
export const noLimits: Variables = Object.fromEntries(
  ['AUTH', 'READS', 'RESERVATIONS', 'BOOKINGS', 'ORGANIZER', 'SEARCH', 'SCANS'].flatMap((group) => [
    [`USHER_LIMIT_${group}_PER_USER`, '0'],
    [`USHER_LIMIT_${group}_PER_ADDRESS`, '0'],
  ]),
)
