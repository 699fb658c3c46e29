import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoSettings } from '@usher/app/demo/demo-settings'
import { type Engine, portOf, type Settings } from '../engine.ts'

const root = join(import.meta.dirname, '../../..')
const PROBE_MS = 1000
/** Where Node keeps what it has compiled unless told otherwise. */
const compiled = process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'node-compile-cache')

/** One of Usher's own services as a process, as `services/<name>/src/main.ts` runs it. */
export function usherService(name: string): Engine {
  return {
    ports: ['main', 'http'],
    install: async () => undefined,
    prepare: async () => undefined,
    launch: (place, settings) => ({
      command: process.execPath,
      args: ['--enable-source-maps', join(root, 'services', name, 'src/main.ts')],
      env: {
        NODE_COMPILE_CACHE: compiled,
        ...demoSettings,
        ...limitsAround(),
        USHER_DYNAMODB_CREATE_TABLES: 'yes',
        USHER_KAFKA_CREATE_TOPICS: 'yes',
        USHER_KAFKA_REPLICATION: '1',
        USHER_DRAIN: '500ms',
        USHER_MAILBOX: join(place.data, 'mail'),
        // Several processes take the sandbox's webhooks.
        USHER_PAYMENT_SANDBOX_WEBHOOK_SECRETS: 'sandbox-secret-of-this-stack',
        ...settings,
        ...firstOf(settings, 'USHER_PUBLIC_URL'),
        USHER_HOST: '127.0.0.1',
        USHER_PORT: String(portOf(place, 'main')),
        USHER_HTTP_PORT: String(portOf(place, 'http')),
      },
    }),
    async probe(place) {
      const url = `http://127.0.0.1:${portOf(place, 'http')}/ready`
      const answer = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) })
      if (!answer.ok) throw new Error(`answered ${answer.status}`)
    },
    settings(place) {
      const address = `127.0.0.1:${portOf(place, 'main')}`
      if (name === 'api-gateway') return { USHER_PUBLIC_URL: `http://${address}` }
      return { [`USHER_${name.toUpperCase()}_ADDRESS`]: address }
    },
  }
}

/** Of several gateways the first: buyers would come through what stands before them. */
function firstOf(settings: Settings, name: string): Settings {
  const [first] = settings[name]?.split(',') ?? []
  return first === undefined ? {} : { [name]: first }
}

/** Rate limits that this process was given go before those of a demo. */
function limitsAround(): Readonly<Record<string, string>> {
  const given = Object.entries(process.env).filter(([name]) => name.startsWith('USHER_LIMIT_'))
  return Object.fromEntries(given.map(([name, value = '']) => [name, value]))
}
