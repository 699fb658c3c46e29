import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const launcher = join(import.meta.dirname, '../../../apps/usher/bin/usher.js')

/** What a run of the command printed and how it ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly out: string
  readonly said: string
}

/** The `usher` command as a process of its own. */
export interface UsherCommand {
  readonly child: ChildProcess
  /** Resolves with its first line of standard output; rejects when it ends without one. */
  readonly firstLine: Promise<string>
  readonly ended: Promise<Ended>
}

/** A test that dies takes its platforms along. */
const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

export type Variables = Readonly<Record<string, string>>

/**
 * Starts `usher ARGS`. This Node runs it itself, so that a signal reaches Usher and no launcher.
 */
export function startUsher(args: readonly string[], env: Variables = {}): UsherCommand {
  const child = spawn(process.execPath, [launcher, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let out = ''
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const { promise: line, resolve } = Promise.withResolvers<string>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    const end = out.indexOf('\n')
    if (end >= 0) resolve(out.slice(0, end))
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, said }))
  const early = ended.then(({ code }): never => {
    throw new Error(`usher ended with ${code} before it printed a line: ${said}`)
  })
  const firstLine = Promise.race([line, early])
  firstLine.catch(() => undefined)
  return { child, firstLine, ended }
}

/** Runs `usher ARGS` to its end. */
export function runUsher(args: readonly string[], env?: Variables): Promise<Ended> {
  return startUsher(args, env).ended
}
