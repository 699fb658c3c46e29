import {
  DomainError,
  duration,
  type Environment,
  readSettings,
  type SettingValues,
} from '@usher/kernel'
import { redisPlace } from './redis-addresses.ts'

export const redisSettings = {
  url: {
    name: 'USHER_REDIS_URL',
    default: 'redis://redis:6379',
    parse: redisAddresses,
    description:
      'Redis: redis://host:port; for a Cluster redis+cluster://host:port, or several with commas',
  },
  nodes: {
    name: 'USHER_REDIS_NODES',
    default: '',
    parse: nodeAddresses,
    description: 'independent Redis nodes for seat locks: 3, 5 or 7, separated by commas',
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

/** The independent nodes; none: seat locks are kept at `url`. */
export function redisNodes({ nodes }: Pick<RedisConfig, 'nodes'>): readonly string[] {
  return nodes === '' ? [] : nodes.split(',').map((url) => url.trim())
}

function redisAddresses(text: string): string {
  redisPlace(text)
  return text
}

/** Of an even number a majority survives no more losses than of one less. */
const NODE_COUNTS = [3, 5, 7]

function nodeAddresses(text: string): string {
  const urls = text.split(',')
  if (NODE_COUNTS.includes(urls.length) && urls.every(isOneRedis)) return text
  throw new DomainError('invalid', 'invalid_setting', '3, 5 or 7 addresses of independent nodes')
}

function isOneRedis(url: string): boolean {
  return redisPlace(url).kind === 'node'
}
