import { mkdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { type Engine, type Launch, type Place, portOf } from '../engine.ts'
import { fromDebian, run } from '../fetch.ts'
import versions from '../versions.json' with { type: 'json' }

const PROBE_MS = 1000

/** A single Redis; `variable` names the setting that gets its address. */
export function redis(variable: string): Engine {
  return {
    ports: ['redis'],
    install: installRedis,
    prepare: async () => undefined,
    launch: (place) => launchRedis(place),
    async probe(place) {
      const answer = await askRedis(place, 'PING')
      if (!answer.startsWith('+PONG')) throw new Error(answer)
    },
    settings: (place) => ({ [variable]: redisAddress(place) }),
  }
}

export async function installRedis(home: string): Promise<void> {
  await fromDebian(versions.redis.debian, isInstalled)
  await mkdir(home, { recursive: true })
}

export function redisAddress(place: Place): string {
  return `redis://127.0.0.1:${portOf(place, 'redis')}`
}

/** A Redis that keeps its data and is heard on this machine only. */
export function launchRedis(place: Place, more: readonly string[] = []): Launch {
  const port = String(portOf(place, 'redis'))
  const keepsItsData = ['--appendonly', 'yes', '--save', '', '--dir', place.data]
  const args = ['--bind', '127.0.0.1', '--port', port, ...keepsItsData, ...more]
  return { command: 'redis-server', args }
}

/** What it says to one command, as it comes over the wire. */
export function askRedis(place: Place, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: portOf(place, 'redis') })
    socket.setTimeout(PROBE_MS, () => socket.destroy(new Error('no answer')))
    socket.once('error', reject)
    socket.once('connect', () => socket.write(`${command}\r\n`))
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString())
    })
  })
}

async function isInstalled(): Promise<boolean> {
  try {
    await run('redis-server', ['--version'])
    return true
  } catch {
    return false
  }
}
