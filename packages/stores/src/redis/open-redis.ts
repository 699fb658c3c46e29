import { Cluster, Redis } from 'ioredis'
import { redisPlace } from './redis-addresses.ts'
import type { RedisConfig } from './redis-settings.ts'
import { tellWrongKind } from './wrong-kind.ts'

/** One node or a Cluster: both take the same commands. */
export type RedisConnection = Redis | Cluster

/** Waits between attempts to reconnect grow to this. */
const RECONNECT_MS_MAX = 300
/** How often a command is sent on from node to node of a Cluster. */
const CLUSTER_TRIES_MAX = 4

/**
 * Connects in the background and reconnects for ever. A command fails at once while there is no
 * connection, and after `timeoutMs` without an answer: whoever uses Redis here goes on without it.
 * Throws as `redisPlace` does for an address that is none; `tell` is told of one that will not do.
 */
export function openRedis(
  { url, timeoutMs }: Pick<RedisConfig, 'url' | 'timeoutMs'>,
  tell: (message: string) => void = () => undefined,
): RedisConnection {
  const place = redisPlace(url)
  const connection =
    place.kind === 'node' ? node(place.url, timeoutMs) : cluster(place.urls, timeoutMs)
  // Without a listener a lost connection would end the process; commands tell of it anyway.
  connection.on('error', () => undefined)
  tellWrongKind(connection, tell)
  return connection
}

function node(url: string, timeoutMs: number): Redis {
  return new Redis(url, {
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs * 5,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
    retryStrategy: backOff,
  })
}

/**
 * A command for a node that has moved or is gone is tried again, all within `timeoutMs`. While the
 * nodes find a new master, which takes them seconds, the commands for its keys fail.
 */
function cluster(urls: readonly string[], timeoutMs: number): Cluster {
  const pauseMs = Math.ceil(timeoutMs / CLUSTER_TRIES_MAX)
  return new Cluster([...urls], {
    clusterRetryStrategy: backOff,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRedirections: CLUSTER_TRIES_MAX,
    retryDelayOnFailover: pauseMs,
    retryDelayOnClusterDown: pauseMs,
    slotsRefreshInterval: 1000,
    redisOptions: { commandTimeout: timeoutMs, connectTimeout: timeoutMs * 5 },
  })
}

function backOff(attempt: number): number {
  return Math.min(attempt * 50, RECONNECT_MS_MAX)
}
