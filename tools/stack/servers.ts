import type { Engine } from './engine.ts'
import { connect } from './engines/connect.ts'
import { dynamodb } from './engines/dynamodb.ts'
import { elasticsearch } from './engines/elasticsearch.ts'
import { kafka } from './engines/kafka.ts'
import { securedBroker } from './engines/kafka-secured.ts'
import { mariadb } from './engines/mariadb.ts'
import { mysql } from './engines/mysql.ts'
import { redis } from './engines/redis.ts'
import { redisClusterNode } from './engines/redis-cluster.ts'
import { usherService } from './engines/usher-service.ts'

/** A server of the stack: its name, and the engine that makes it. Installations are by engine. */
export interface Server {
  readonly name: string
  readonly engineName: string
  readonly engine: Engine
}

/** What `up` starts when nothing else is asked for. */
export const standardServers = ['mysql', 'dynamodb', 'redis', 'kafka', 'elasticsearch']

/** The nodes of one Redis Cluster, which are started together. */
export const redisCluster = ['redis-cluster-a', 'redis-cluster-b', 'redis-cluster-c']

/** The brokers of one Kafka that wants a login and encryption, which are started together. */
const securedKafka = ['kafka-secured-a', 'kafka-secured-b', 'kafka-secured-c']

/** Every server there is. The three Redis nodes know nothing of each other: Redlock wants that. */
export const servers: readonly Server[] = [
  { name: 'mysql', engineName: 'mysql', engine: mysql },
  { name: 'mariadb', engineName: 'mariadb', engine: mariadb },
  { name: 'dynamodb', engineName: 'dynamodb', engine: dynamodb },
  { name: 'redis', engineName: 'redis', engine: redis('USHER_REDIS_URL') },
  { name: 'redis-a', engineName: 'redis', engine: redis('USHER_REDIS_NODE_A') },
  { name: 'redis-b', engineName: 'redis', engine: redis('USHER_REDIS_NODE_B') },
  { name: 'redis-c', engineName: 'redis', engine: redis('USHER_REDIS_NODE_C') },
  ...redisCluster.map((name) => ({ name, engineName: 'redis', engine: redisClusterNode })),
  { name: 'kafka', engineName: 'kafka', engine: kafka },
  ...securedKafka.map((name, at) => ({
    name,
    engineName: 'kafka',
    engine: securedBroker(at + 1),
  })),
  { name: 'elasticsearch', engineName: 'elasticsearch', engine: elasticsearch },
  { name: 'connect', engineName: 'connect', engine: connect },
]

/** Usher's own services, in the order in which they need each other. */
export const usherServices = [
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

/**
 * Throws for a name that no server has, with those that there are. Of a service of ours there may
 * be several: `inventory`, `inventory-2`.
 */
export function serverNamed(name: string): Server {
  const found = servers.find((server) => server.name === name)
  if (found) return found
  const service = usherServices.find((known) => name.replace(/-\d+$/, '') === known)
  if (service) return { name, engineName: 'usher', engine: usherService(service) }
  const known = servers.map((server) => server.name).join(', ')
  throw new Error(`there is no server called ${name}; there are ${known}`)
}
