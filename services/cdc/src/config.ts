import { duration, type Environment, readSettings, type SettingValues } from '@usher/kernel'

/** What can be configured of this service. */
export const cdcSettings = {
  leaseMs: {
    name: 'USHER_CDC_LEASE',
    default: 10_000,
    parse: duration({ min: '1s', max: '5m' }),
    description: 'how long others wait before they take the shards of an instance that is silent',
  },
  pollMs: {
    name: 'USHER_CDC_POLL',
    default: 250,
    parse: duration({ min: '50ms', max: '10s' }),
    description: 'how often a shard is read when little is new; AWS allows five reads a second',
  },
  shareEveryMs: {
    name: 'USHER_CDC_SHARE_EVERY',
    default: 2000,
    parse: duration({ min: '100ms', max: '1m' }),
    description: 'how often instances look for new shards and share them anew',
  },
} as const

export type CdcConfig = SettingValues<typeof cdcSettings>

/** Throws invalid / invalid_config with every problem. */
export function readCdcConfig(env: Environment): CdcConfig {
  return readSettings(env, cdcSettings)
}
