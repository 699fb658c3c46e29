import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { processCpuUs } from '../stage/process-cpu.ts'
import type { Stage } from '../stage/stage.ts'
import { startServer } from '../stage/start-server.ts'
import { usherSettings } from '../targets/open-usher.ts'
import { type Sample, samplesOf } from './scrape.ts'

/** The distributed platform: Usher's services and the servers that they need, as processes. */
export interface Platform {
  readonly url: string
  readonly endpoint: string
  /** Name -> CPU used so far, in microseconds. */
  services(): ReadonlyMap<string, number>
  servers(): ReadonlyMap<string, number>
  /** All services' metrics together, each telling its own. */
  scrape(): Promise<readonly Sample[]>
  end(): Promise<void>
}

/** What the launcher notes of each process, see tools/stack/stack.ts. */
interface Known {
  readonly ports: Readonly<Record<string, number>>
  readonly child?: { readonly pid: number }
}

const command = new URL('../../../tools/distributed.ts', import.meta.url).pathname
/** Cold caches and a busy machine; without the downloads of the very first time. */
const READY_MS_MAX = 300_000
/** Sixteen processes end in good order; what is just being started is started first. */
const ENDING_MS_MAX = 120_000
/** On a machine that is full a service answers last to those who look. */
const SCRAPE_MS_MAX = 30_000

/** Starts everything in a directory of its own; `instances` are further ones, as inventory-2. */
export async function openPlatform(stage: Stage, instances: readonly string[]): Promise<Platform> {
  const folder = await stage.directory('distributed')
  const args = [command, 'start', ...instances, '--folder', folder, '--bare']
  const server = await startServer<{ url: string }>(stage, args, usherSettings, {
    readyMs: READY_MS_MAX,
    graceMs: ENDING_MS_MAX,
  })
  const known = knownIn(folder)
  const named = (ours: boolean) => known.filter(([, { ports }]) => isService(ports) === ours)
  return {
    url: server.ready.url,
    endpoint: `http://127.0.0.1:${portOf(known, 'dynamodb')}`,
    services: () => cpuOf(named(true)),
    servers: () => cpuOf(named(false)),
    scrape: async () => (await Promise.all(named(true).map(scrapeOne))).flat(),
    async end() {
      await server.end()
      await stage.removeDirectory(folder)
    },
  }
}

type Named = readonly [name: string, known: Known]

function knownIn(folder: string): readonly Named[] {
  const text = readFileSync(join(folder, 'stack.json'), 'utf8')
  return Object.entries(JSON.parse(text) as Record<string, Known>)
}

/** A service has a port for its work and one for those who look after it. */
function isService(ports: Known['ports']): boolean {
  return 'main' in ports && 'http' in ports
}

function portOf(known: readonly Named[], name: string): number {
  const ports = known.find(([each]) => each === name)?.[1].ports ?? {}
  return Object.values(ports)[0] ?? 0
}

function cpuOf(known: readonly Named[]): ReadonlyMap<string, number> {
  return new Map(known.map(([name, { child }]) => [name, processCpuUs(child?.pid ?? 0)]))
}

async function scrapeOne([, { ports }]: Named): Promise<readonly Sample[]> {
  const url = `http://127.0.0.1:${ports['http']}/metrics`
  const answer = await fetch(url, { signal: AbortSignal.timeout(SCRAPE_MS_MAX) })
  return samplesOf(await answer.text())
}
