import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DomainError } from '@usher/kernel'

/** A line for the person who watches. */
export type Say = (line: string) => void

/** What a child may still do after it was asked to end; then it is killed with its children. */
const GRACE_MS = 20_000
/** The same when everything is thrown away. */
const CLOSING_GRACE_MS = 5000
/** Lines that a child may say on standard error; the rest is left out. */
const SAID_LINES_MAX = 20
const SAID_COLUMNS_MAX = 500

/**
 * The processes and directories of one benchmark: all of them end with it.
 *
 * Modes: `open`; `closing`, children are ended and directories removed, nothing new may begin;
 * `closed`.
 */
export class Stage {
  readonly #say: Say
  /** With the time that each may take to end at most, where it is not the usual one. */
  readonly #children = new Map<ChildProcess, number | undefined>()
  readonly #directories = new Set<string>()
  #closing: Promise<void> | undefined

  constructor(say: Say) {
    this.#say = say
  }

  get say(): Say {
    return this.#say
  }

  get isClosing(): boolean {
    return this.#closing !== undefined
  }

  /** A new directory for what a child keeps. Fails with unavailable / cannot_start. */
  async directory(name: string): Promise<string> {
    this.#requireOpen()
    try {
      const directory = await mkdtemp(join(tmpdir(), `usher-bench-${name}-`))
      this.#directories.add(directory)
      return directory
    } catch (error) {
      const text = `no directory can be made in ${tmpdir()}, set TMPDIR: ${String(error)}`
      throw new DomainError('unavailable', 'cannot_start', text, {}, error)
    }
  }

  async removeDirectory(directory: string): Promise<void> {
    await rm(directory, { recursive: true, force: true })
    this.#directories.delete(directory)
  }

  /**
   * Starts Node on `args`. The child is in a process group of its own, so that Ctrl-C reaches only
   * us, and has a channel to us that tells it when we are gone, however we went.
   */
  start(
    args: readonly string[],
    settings: Readonly<Record<string, string>> = {},
    { graceMs }: { readonly graceMs?: number } = {},
  ): ChildProcess {
    this.#requireOpen()
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...neutralEnvironment(), ...settings },
      detached: true,
      serialization: 'advanced',
    })
    this.#children.set(child, graceMs)
    child.once('exit', () => this.#children.delete(child))
    this.#passOn(child)
    return child
  }

  /** Asks `child` to end and waits until it has. */
  async end(child: ChildProcess, graceMs = GRACE_MS): Promise<void> {
    if (!this.#children.has(child)) return
    const ended = once(child, 'exit')
    const timer = setTimeout(() => endGroup(child), this.#children.get(child) ?? graceMs)
    child.kill('SIGTERM')
    await ended
    clearTimeout(timer)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#children.keys()].map((child) => this.end(child, CLOSING_GRACE_MS)))
    for (const directory of this.#directories) await this.removeDirectory(directory)
  }

  /** A server says much when it is unwell; the first lines tell why. */
  #passOn({ stderr }: ChildProcess): void {
    if (!stderr) return
    let lines = 0
    createInterface({ input: stderr }).on('line', (line) => {
      // A server that is ended under load complains about what it could not finish.
      if (this.isClosing) return
      lines += 1
      if (lines <= SAID_LINES_MAX) this.#say(line.slice(0, SAID_COLUMNS_MAX))
      if (lines === SAID_LINES_MAX) this.#say('(and more, left out)')
    })
  }

  #requireOpen(): void {
    if (this.#closing) throw new DomainError('unavailable', 'stopping', 'the benchmark is ending')
  }
}

/** Settings of this shell's Usher would make the numbers something else. */
function neutralEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('USHER_'))
  return Object.fromEntries(kept)
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
