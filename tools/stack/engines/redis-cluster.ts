import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, type Launch, type Place, portOf, type Settings } from '../engine.ts'
import { askRedis, installRedis, launchRedis, redisAddress } from './redis.ts'

const NODES = 3
const SLOTS = 16_384
const NODE_TIMEOUT_MS = 1000
const STATE_FILE = 'nodes.conf'

/**
 * One of three masters that share the slots of a Redis Cluster. None has a replica: what a node
 * kept is gone until it is back, and the others go on.
 */
export const redisClusterNode: Engine = {
  ports: ['redis', 'bus'],
  install: installRedis,
  prepare: async () => undefined,
  launch(place, settings) {
    writeStateOnce(place, settings)
    return launchNode(place)
  },
  async probe(place) {
    const info = await askRedis(place, 'CLUSTER INFO')
    if (!info.includes('cluster_state:ok')) throw new Error(info)
  },
  settings: (place) => ({
    USHER_REDIS_CLUSTER_URL: redisAddress(place),
    USHER_REDIS_CLUSTER_BUS: String(portOf(place, 'bus')),
  }),
}

function launchNode(place: Place): Launch {
  return launchRedis(place, [
    '--cluster-enabled',
    'yes',
    '--cluster-config-file',
    STATE_FILE,
    '--cluster-port',
    String(portOf(place, 'bus')),
    '--cluster-node-timeout',
    String(NODE_TIMEOUT_MS),
    '--cluster-require-full-coverage',
    'no',
  ])
}

/** Each node is born with the file that it would have written had they met already. */
function writeStateOnce(place: Place, settings: Settings): void {
  const file = join(place.data, STATE_FILE)
  if (existsSync(file)) return
  const urls = settings['USHER_REDIS_CLUSTER_URL']?.split(',') ?? []
  const buses = settings['USHER_REDIS_CLUSTER_BUS']?.split(',') ?? []
  if (urls.length !== NODES) throw new Error(`a Redis Cluster needs its ${NODES} nodes at once`)
  const nodes = urls.map((url, at) => {
    const mine = url === redisAddress(place) ? 'myself,' : ''
    const id = createHash('sha1').update(url).digest('hex')
    const begin = Math.ceil((at * SLOTS) / NODES)
    const slots = `${begin}-${Math.ceil(((at + 1) * SLOTS) / NODES) - 1}`
    const where = `${new URL(url).host}@${buses[at]}`
    return `${id} ${where} ${mine}master - 0 0 ${at + 1} connected ${slots}\n`
  })
  writeFileSync(file, `${nodes.join('')}vars currentEpoch ${NODES} lastVoteEpoch 0\n`)
}
