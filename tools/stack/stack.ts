import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { type Child, endChild, isAlive, killChild, logFile, signal, startChild } from './child.ts'
import type { Place, Settings } from './engine.ts'
import { freePorts } from './ports.ts'
import { type Server, serverNamed } from './servers.ts'
import versions from './versions.json' with { type: 'json' }

// A server is absent -> running (start) -> paused (pause) -> running (resume) -> absent (end,
// kill). What is known of each is in `stack.json`, written before and after every start, so that
// another process, or the next one after a crash, finds them again.

interface Known {
  readonly ports: Readonly<Record<string, number>>
  readonly child?: Child
}

export interface ServerStatus {
  readonly name: string
  readonly running: boolean
  readonly settings: Settings
  readonly log: string
}

/** Long enough for the slowest of them on a machine that is busy with the others. */
const READY_WITHIN_MS = 90_000
const PROBE_EVERY_MS = 100
const LOG_LINES = 15

export interface StackOptions {
  readonly folder: string
  /** Where installations are kept; stacks may share it. */
  readonly cache: string
  /** For what is started from now on, and before what the servers here say. */
  readonly given?: Settings
}

/** Real servers in one folder. */
export class Stack {
  readonly #folder: string
  readonly #cache: string
  readonly #given: Settings

  constructor({ folder, cache, given = {} }: StackOptions) {
    this.#folder = folder
    this.#cache = cache
    this.#given = given
  }

  /** Fetches and starts what is not running, all at once, and waits until each takes work. */
  async up(
    names: readonly string[],
    said: (line: string) => void = () => undefined,
  ): Promise<void> {
    await this.#findPorts(names.map(serverNamed))
    const outcomes = await Promise.allSettled(
      names.map(async (name) => {
        await this.start(name)
        said(`${name} is ready`)
      }),
    )
    const reasons = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [String(outcome.reason)] : [],
    )
    if (reasons.length > 0) throw new Error(reasons.join('\n'))
  }

  /** Ends every server; with `wipe` their data goes, too. */
  async down({ wipe = false } = {}): Promise<void> {
    await Promise.all(Object.keys(this.#known()).map((name) => this.end(name)))
    if (wipe) await rm(this.#folder, { recursive: true, force: true })
  }

  /** Starts one server unless it runs; resolves when it takes work. */
  async start(name: string): Promise<void> {
    const server = serverNamed(name)
    if (!this.#known()[name]) await this.#findPorts([server])
    const place = this.#place(server)
    await server.engine.install(place.home)
    const running = this.#childOf(name)
    const child = running ?? (await this.#launch(server, place))
    await this.#untilReady(server, place, child)
  }

  async end(name: string): Promise<void> {
    const child = this.#childOf(name)
    if (child) await endChild(child)
  }

  /** As a power cut would. */
  async kill(name: string): Promise<void> {
    const child = this.#childOf(name)
    if (child) await killChild(child)
  }

  /** It stays connected and answers nothing. */
  pause(name: string): void {
    const child = this.#childOf(name)
    if (child) signal(child, 'SIGSTOP')
  }

  resume(name: string): void {
    const child = this.#childOf(name)
    if (child) signal(child, 'SIGCONT')
  }

  status(): readonly ServerStatus[] {
    return Object.keys(this.#known()).map((name) => {
      const server = serverNamed(name)
      const place = this.#place(server)
      const running = this.#childOf(name) !== undefined
      return { name, running, settings: server.engine.settings(place), log: logFile(place.data) }
    })
  }

  /**
   * The environment of Usher's services for the servers that are known here. Where several have one
   * setting it holds all their addresses.
   */
  settings(): Settings {
    const merged: Record<string, string> = {}
    for (const { settings } of this.status()) {
      for (const [name, value] of Object.entries(settings)) {
        merged[name] = name in merged ? `${merged[name]},${value}` : value
      }
    }
    return merged
  }

  async #launch(server: Server, place: Place): Promise<Child> {
    mkdirSync(place.data, { recursive: true })
    const settings = { ...this.settings(), ...this.#given }
    await server.engine.prepare(place, settings)
    const child = startChild(server.engine.launch(place, settings), place.data)
    this.#remember(server.name, { ports: place.ports, child })
    return child
  }

  async #untilReady(server: Server, place: Place, child: Child): Promise<void> {
    let problem: unknown
    for (let waited = 0; waited < READY_WITHIN_MS; waited += PROBE_EVERY_MS) {
      try {
        return await server.engine.probe(place)
      } catch (error) {
        problem = error
      }
      if (!isAlive(child)) throw new Error(`${server.name} ended:\n${lastLines(place.data)}`)
      await after(PROBE_EVERY_MS)
    }
    const said = `${server.name} is not ready after ${READY_WITHIN_MS / 1000} s`
    throw new Error(`${said}:\n${lastLines(place.data)}`, { cause: problem })
  }

  async #findPorts(wanted: readonly Server[]): Promise<void> {
    const known = this.#known()
    const fresh = wanted.filter(({ name }) => !known[name])
    const found = [...(await freePorts(fresh.flatMap(({ engine }) => engine.ports).length))]
    for (const { name, engine } of fresh) {
      const ports = Object.fromEntries(engine.ports.map((purpose) => [purpose, found.pop() ?? 0]))
      this.#remember(name, { ports })
    }
  }

  #place({ name, engineName }: Server): Place {
    const version =
      engineName in versions ? versions[engineName as keyof typeof versions].version : ''
    const ports = this.#known()[name]?.ports ?? {}
    const home = join(this.#cache, `${engineName}-${version}`)
    return { home, data: join(this.#folder, name), ports }
  }

  #childOf(name: string): Child | undefined {
    const child = this.#known()[name]?.child
    return child && isAlive(child) ? child : undefined
  }

  #known(): Readonly<Record<string, Known>> {
    const file = this.#file()
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Known>) : {}
  }

  #remember(name: string, known: Known): void {
    mkdirSync(this.#folder, { recursive: true })
    const next = `${this.#file()}.tmp`
    writeFileSync(next, JSON.stringify({ ...this.#known(), [name]: known }, null, 2))
    renameSync(next, this.#file())
  }

  #file(): string {
    return join(this.#folder, 'stack.json')
  }
}

function lastLines(data: string): string {
  const file = logFile(data)
  if (!existsSync(file)) return '(it wrote no log)'
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_LINES).join('\n')
}
