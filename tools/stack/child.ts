import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import type { Launch } from './engine.ts'

// A child outlives the command that started it, and is found again by its id and the time at which
// that process began: an id alone may be somebody else's by now.

export interface Child {
  readonly pid: number
  /** Clock ticks after boot. */
  readonly startedAt: string
}

/** A service of Usher gives calls in flight 20 s, and itself a little more. */
const END_WITHIN_MS = 30_000
const POLL_MS = 50

/** Starts a server in the background; what it prints goes to `server.log` in its folder. */
export function startChild({ command, args, cwd, env }: Launch, data: string): Child {
  mkdirSync(data, { recursive: true })
  const log = openSync(logFile(data), 'a')
  try {
    const child = spawn(command, args, {
      cwd: cwd ?? data,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', log, log],
    })
    child.on('error', () => undefined)
    child.unref()
    if (child.pid === undefined) throw new Error(`${command} is not installed`)
    return { pid: child.pid, startedAt: startTimeOf(child.pid) ?? '' }
  } finally {
    closeSync(log)
  }
}

export function logFile(data: string): string {
  return join(data, 'server.log')
}

export function isAlive({ pid, startedAt }: Child): boolean {
  return startTimeOf(pid) === startedAt
}

/** Sends a signal to the child, and to nobody else who may have its id now. */
export function signal(child: Child, name: NodeJS.Signals): void {
  if (isAlive(child)) process.kill(child.pid, name)
}

/** Asks it to end, and insists when it does not. */
export async function endChild(child: Child): Promise<void> {
  // One that was paused cannot hear anything else.
  signal(child, 'SIGCONT')
  signal(child, 'SIGTERM')
  if (await hasEnded(child)) return
  signal(child, 'SIGKILL')
  if (!(await hasEnded(child))) throw new Error(`process ${child.pid} does not end`)
}

/** Ends it as a power cut would. */
export async function killChild(child: Child): Promise<void> {
  signal(child, 'SIGKILL')
  if (!(await hasEnded(child))) throw new Error(`process ${child.pid} does not end`)
}

async function hasEnded(child: Child): Promise<boolean> {
  for (let waited = 0; waited < END_WITHIN_MS; waited += POLL_MS) {
    if (!isAlive(child)) return true
    await after(POLL_MS)
  }
  return false
}

/** Field 22 of /proc/PID/stat, counted from behind the name, which may hold blanks. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended; its parent has only not looked yet.
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}
