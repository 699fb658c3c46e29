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

/**
 * Starts the server of that name from tools/stack; `setting` names the setting of its address, and
 * `env` is for a server that needs others.
 */
export async function ownServer(
  name: string,
  setting: string,
  env: Readonly<Record<string, string>> = {},
): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), `usher-own-${name}-`))
  const run = async (...args: string[]): Promise<string> => {
    const given = [stack, ...args, '--folder', folder, '--json']
    return (await execute(process.execPath, given, { env: { ...process.env, ...env } })).stdout
  }
  const servers = JSON.parse(await run('up', name)) as readonly { settings: object }[]
  const settings: Record<string, string> = Object.assign({}, ...servers.map((s) => s.settings))
  const act = async (command: string) => void (await run(command, name))
  return {
    address: settings[setting] ?? '',
    kill: () => act('kill'),
    start: () => act('up'),
    pause: () => act('pause'),
    resume: () => act('resume'),
    async close() {
      await run('down', '--wipe')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
