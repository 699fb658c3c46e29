import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The command as a process of its own, for tests. */
export interface UsherProcess {
  readonly child: ChildProcess
  /** Resolves with its first line of standard output; rejects when it ends before. */
  readonly firstLine: Promise<string>
  /** Resolves when it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>
}

const launcher = join(import.meta.dirname, '../../bin/usher.js')

export function startUsher(...args: readonly string[]): UsherProcess {
  return startUsherWith([], ...args)
}

/** The same, with options for Node itself. */
export function startUsherWith(
  options: readonly string[],
  ...args: readonly string[]
): UsherProcess {
  const child = spawn(process.execPath, [...options, launcher, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }))
  const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text))
  const early = ended.then(({ code }) => {
    throw new Error(`usher ended with ${code} before it printed a line: ${said}`)
  })
  const firstLine = Promise.race([line, early])
  firstLine.catch(() => undefined)
  return { child, firstLine, ended }
}
