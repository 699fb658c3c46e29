import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A service as a process of its own. */
export interface ServiceProcess {
  /** `host:port` of what it serves. */
  readonly main: string
  /** Where health and readiness are. */
  readonly url: string
  signal(signal: NodeJS.Signals): void
  /** Resolves when it has ended. */
  readonly ended: Promise<Ended>
  /** Ends it, however it is. */
  kill(): Promise<void>
}

export interface Ended {
  readonly code: number | null
  /** All it wrote to standard error. */
  readonly said: string
}

export type Settings = Readonly<Record<string, string>>

const local = { USHER_HOST: '127.0.0.1', USHER_PORT: '0', USHER_HTTP_PORT: '0', USHER_DRAIN: '0ms' }

/**
 * Starts the service whose `main.ts` is `file`, with these settings and no others, and waits until
 * it serves; fails with what it said when it ends instead.
 */
export async function startProcess(file: string, settings: Settings): Promise<ServiceProcess> {
  const child = spawnService(file, settings)
  const lines: string[] = []
  const ended = endOf(child, lines)
  const serving = await Promise.race([servingLine(child, lines), ended])
  if ('code' in serving) throw new Error(`ended with ${serving.code}: ${serving.said}`)
  return {
    main: serving.main.replace(/^\w+:\/\//, ''),
    url: serving.http,
    signal: (signal) => child.kill(signal),
    ended,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** As many processes of one service as a test starts; they end together. */
export function startsOf(file: string, settings: Settings) {
  const processes: ServiceProcess[] = []
  return {
    start: async (): Promise<ServiceProcess> => {
      const running = await startProcess(file, settings)
      processes.push(running)
      return running
    },
    killAll: () => Promise.all(processes.map((each) => each.kill())),
  }
}

/** Runs it to its end, for settings with which it does not start. */
export function runProcess(
  file: string,
  settings: Settings,
): Promise<Ended> & { readonly child: ChildProcess } {
  const child = spawnService(file, settings)
  const lines: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line))
  return Object.assign(endOf(child, lines), { child })
}

function spawnService(file: string, settings: Settings) {
  const env = { ...local, ...settings }
  return spawn(process.execPath, [file], { env, stdio: ['ignore', 'ignore', 'pipe'] })
}

async function endOf(child: ChildProcess, lines: readonly string[]): Promise<Ended> {
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said: lines.join('\n') }
}

function servingLine(
  child: ReturnType<typeof spawnService>,
  lines: string[],
): Promise<{ readonly main: string; readonly http: string }> {
  return new Promise((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      if (line.includes('"serving"')) resolve(JSON.parse(line))
    })
  })
}
