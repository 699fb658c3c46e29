import { join } from 'node:path'
import { noLimits } from '../e2e/start-platform.ts'
import { Servers, type Settings } from './servers.ts'
import { SentMails } from './sent-mails.ts'
import { unmount } from './small-disk.ts'

const folder = join(import.meta.dirname, '../../../.cache/stack/faults')

export const engines = ['mysql', 'dynamodb', 'redis', 'kafka', 'elasticsearch'] as const

/** Whoever calls others comes behind them. */
export const services = [
  'auth',
  'inventory',
  'payment',
  'events',
  'booking',
  'search',
  'notification',
  'cdc',
  'analytics',
  'auditor',
  'api-gateway',
] as const

export interface DistributedPlatform {
  readonly servers: Servers
  readonly url: string
  readonly mails: SentMails
  settings(): Promise<Settings>
}

/**
 * A platform of its own, for tests that harm it. Where a run before was cut off, its rests are
 * ended first. `close` ends everything.
 */
export async function startDistributed(): Promise<DistributedPlatform> {
  const servers = new Servers(folder, { ...noLimits, USHER_LOG_LEVEL: 'warn' })
  await servers.end()
  for (const name of engines) unmount(join(folder, name))
  await servers.wipe()
  await servers.up(engines)
  await servers.up(services)
  const url = (await servers.settings()).get('USHER_PUBLIC_URL') ?? ''
  const mails = new SentMails(join(folder, 'notification/mail'))
  return { servers, url, mails, settings: () => servers.settings() }
}
