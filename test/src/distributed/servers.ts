import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Variables } from '../command/usher-command.ts'

const root = join(import.meta.dirname, '../../..')
const tool = join(root, 'tools/stack.ts')
const execute = promisify(execFile)
/** The tool is started a hundred times in a run: what Node has compiled is kept. */
const compiled = join(tmpdir(), 'node-compile-cache')
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024

interface ServerStatus {
  readonly name: string
  readonly running: boolean
  readonly settings: Readonly<Record<string, string>>
}

/** By the name of the environment variable. */
export type Settings = ReadonlyMap<string, string>

/** Every process of one distributed platform, Usher's own and those of others, to be harmed. */
export class Servers {
  readonly folder: string
  readonly #env: Variables

  constructor(folder: string, env: Variables) {
    this.folder = folder
    this.#env = env
  }

  /** Starts what does not run, all at once; resolves when each takes work. */
  async up(names: readonly string[], given: Variables = {}): Promise<void> {
    await this.#run('up', ...names, ...this.#set(given))
  }

  /** Ends them in good order, all at once; every one of them when none is named. */
  async end(names: readonly string[] = []): Promise<void> {
    await this.#run('down', ...names)
  }

  /** Ends them in good order, all at once, and starts them again. */
  async restart(names: readonly string[], given: Variables = {}): Promise<void> {
    await this.#run('restart', ...names, ...this.#set(given))
  }

  /** Ends everything, and leaves nothing of it. */
  async wipe(): Promise<void> {
    await this.#run('down', '--wipe')
  }

  /** As a power cut would. */
  async kill(name: string): Promise<void> {
    await this.#run('kill', name)
  }

  /** It stays connected and answers nothing. */
  async pause(name: string): Promise<void> {
    await this.#run('pause', name)
  }

  async resume(name: string): Promise<void> {
    await this.#run('resume', name)
  }

  /** False also for one that has ended by itself. */
  async isRunning(name: string): Promise<boolean> {
    return (await this.#status()).some((server) => server.name === name && server.running)
  }

  /** What each of them is reached by: several with commas. */
  async settings(): Promise<Settings> {
    const servers = await this.#status()
    const merged = new Map<string, string>()
    for (const [name, value] of servers.flatMap(({ settings }) => Object.entries(settings))) {
      const before = merged.get(name)
      merged.set(name, before === undefined ? value : `${before},${value}`)
    }
    return merged
  }

  async #status(): Promise<readonly ServerStatus[]> {
    return JSON.parse(await this.#run('status', '--json'))
  }

  /** Goes before what the servers say of themselves. */
  #set(given: Variables): readonly string[] {
    return Object.entries(given).flatMap(([name, value]) => ['--set', `${name}=${value}`])
  }

  async #run(...args: readonly string[]): Promise<string> {
    const command = [tool, ...args, '--folder', this.folder]
    const env = { NODE_COMPILE_CACHE: compiled, ...process.env, ...this.#env }
    const options = { env, maxBuffer: OUTPUT_BYTES_MAX }
    return (await execute(process.execPath, command, options)).stdout
  }
}
