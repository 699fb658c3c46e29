import type { Clock } from '@usher/kernel'
import type { Logger } from '@usher/telemetry'
import { openRedis, type RedisConnection } from '@usher/stores/redis/open-redis'
import { type RedisConfig, redisNodes } from '@usher/stores/redis/redis-settings'
import type { SeatLock } from '../../ports/seat-lock.ts'
import { redlockSeatLock } from '../redlock/seat-lock.ts'
import { redisSeatLock } from './seat-lock.ts'

export interface OpenedSeatLock {
  readonly lock: SeatLock
  close(): void
}

/** Redlock over `USHER_REDIS_NODES` where there are any; else the one Redis or Cluster. */
export function openSeatLock(
  config: RedisConfig,
  { clock, logger }: { readonly clock: Clock; readonly logger?: Pick<Logger, 'error'> },
): OpenedSeatLock {
  const nodes = redisNodes(config)
  const urls = nodes.length > 0 ? nodes : [config.url]
  const connections = urls.map((url) =>
    openRedis({ ...config, url }, (message) => logger?.error(message)),
  )
  const locks = connections.map((connection) => redisSeatLock(connection))
  const [single] = locks
  const lock = locks.length === 1 && single ? single : redlockSeatLock({ nodes: locks, clock })
  return { lock, close: () => connections.forEach(disconnect) }
}

function disconnect(connection: RedisConnection): void {
  connection.disconnect()
}
