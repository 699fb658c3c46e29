import {
  duration,
  type Environment,
  readSettings,
  type SettingValues,
  textUpTo,
} from '@usher/kernel'

export const redisSettings = {
  url: {
    name: 'USHER_REDIS_URL',
    default: 'redis://redis:6379',
    parse: textUpTo(4096),
    description: 'Redis: redis://host:port, or several separated by commas for a Cluster',
  },
  timeoutMs: {
    name: 'USHER_REDIS_TIMEOUT',
    default: 100,
    parse: duration({ min: '1ms', max: '10s' }),
    description: 'after this long without an answer, things go on without Redis',
  },
} as const

export type RedisConfig = SettingValues<typeof redisSettings>

export function readRedisConfig(env: Environment): RedisConfig {
  return readSettings(env, redisSettings)
}
