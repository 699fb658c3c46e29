import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const stack = join(import.meta.dirname, '../../../tools/stack.ts')
const execute = promisify(execFile)

/** A real server that belongs to one test, which may do to it what it likes. */
export interface OwnServer {
  readonly address: string
  /** As a power cut would. */
  kill(): Promise<void>
  /** After `kill`; resolves when it takes work. */
  start(): Promise<void>
  /** It stays connected and answers nothing, until `resume`. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** Ends it and removes its data. */
  close(): Promise<void>
}

/** Several real servers that belong to one test, which may do to each what it likes. */
export interface OwnServers {
  /** By the name of the setting; addresses of several servers are separated by commas. */
  readonly settings: Readonly<Record<string, string>>
  kill(name: string): Promise<void>
  start(name: string): Promise<void>
  pause(name: string): Promise<void>
  resume(name: string): Promise<void>
  close(): Promise<void>
}

/**
 * Starts the server of that name from tools/stack; `setting` names the setting of its address, and
 * `env` is for a server that needs others.
 */
export async function ownServer(
  name: string,
  setting: string,
  env: Readonly<Record<string, string>> = {},
): Promise<OwnServer> {
  const own = await ownServers([name], env)
  return {
    address: own.settings[setting] ?? '',
    kill: () => own.kill(name),
    start: () => own.start(name),
    pause: () => own.pause(name),
    resume: () => own.resume(name),
    close: () => own.close(),
  }
}

/** Starts the servers of those names together. */
export async function ownServers(
  names: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<OwnServers> {
  const folder = await mkdtemp(join(tmpdir(), `usher-own-${names[0]}-`))
  const run = async (...args: string[]): Promise<string> => {
    const given = [stack, ...args, '--folder', folder, '--json']
    return (await execute(process.execPath, given, { env: { ...process.env, ...env } })).stdout
  }
  const servers = JSON.parse(await run('up', ...names)) as readonly Started[]
  return {
    settings: joinedSettings(servers),
    kill: async (name) => void (await run('kill', name)),
    start: async (name) => void (await run('up', name)),
    pause: async (name) => void (await run('pause', name)),
    resume: async (name) => void (await run('resume', name)),
    async close() {
      await run('down', '--wipe')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Started {
  readonly settings: Readonly<Record<string, string>>
}

function joinedSettings(servers: readonly Started[]): Readonly<Record<string, string>> {
  const values = new Map<string, string[]>()
  for (const [name, value] of servers.flatMap(({ settings }) => Object.entries(settings))) {
    values.set(name, [...(values.get(name) ?? []), value])
  }
  return Object.fromEntries([...values].map(([name, each]) => [name, each.join()]))
}
