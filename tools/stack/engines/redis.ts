import { mkdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { type Engine, type Place, portOf } from '../engine.ts'
import { fromDebian, run } from '../fetch.ts'
import versions from '../versions.json' with { type: 'json' }

const PROBE_MS = 1000
const onlyHere = ['--bind', '127.0.0.1']
const keepsItsData = ['--appendonly', 'yes', '--save', '']

/** A single Redis; `variable` names the setting that gets its address. */
export function redis(variable: string): Engine {
  return {
    ports: ['redis'],
    async install(home) {
      await fromDebian(versions.redis.debian, isInstalled)
      await mkdir(home, { recursive: true })
    },
    prepare: async () => undefined,
    launch: (place) => ({
      command: 'redis-server',
      args: [
        ...onlyHere,
        ...keepsItsData,
        '--port',
        String(portOf(place, 'redis')),
        '--dir',
        place.data,
      ],
    }),
    probe: answersPing,
    settings: (place) => ({ [variable]: `redis://127.0.0.1:${portOf(place, 'redis')}` }),
  }
}

async function isInstalled(): Promise<boolean> {
  try {
    await run('redis-server', ['--version'])
    return true
  } catch {
    return false
  }
}

function answersPing(place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: portOf(place, 'redis') })
    socket.setTimeout(PROBE_MS, () => socket.destroy(new Error('no answer')))
    socket.once('error', reject)
    socket.once('connect', () => socket.write('PING\r\n'))
    socket.once('data', (data) => {
      socket.destroy()
      if (data.toString().startsWith('+PONG')) resolve()
      else reject(new Error(data.toString()))
    })
  })
}
