import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { DomainError } from '@usher/kernel'
import { mainThreadCpuUs, processCpuUs } from './process-cpu.ts'
import type { Stage } from './stage.ts'

/** A server that has said it is ready. */
export interface Server<Ready> {
  /** What it printed as its first line, a JSON document. */
  readonly ready: Ready
  /** CPU that it and its children have used so far. */
  readonly cpuUs: () => number
  /** Of this, what its first thread has used: where Node runs JavaScript, its own threads aside. */
  readonly mainThreadCpuUs: () => number
  /** Asks it to end and waits until it has. */
  readonly end: () => Promise<void>
}

/** Initialising a PostgreSQL cluster on a slow disk takes longest. */
const READY_MS_MAX = 60_000

/** Fails with unavailable / cannot_start when the server ends or hangs before it is ready. */
export async function startServer<Ready>(
  stage: Stage,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  { readyMs = READY_MS_MAX, graceMs }: { readyMs?: number; graceMs?: number } = {},
): Promise<Server<Ready>> {
  const child = stage.start(args, settings, { ...(graceMs !== undefined && { graceMs }) })
  const name = args.map((arg) => basename(arg)).join(' ')
  const line = await firstLine(child, name, readyMs)
  return {
    ready: JSON.parse(line) as Ready,
    cpuUs: () => processCpuUs(child.pid ?? 0),
    mainThreadCpuUs: () => mainThreadCpuUs(child.pid ?? 0),
    end: () => stage.end(child),
  }
}

async function firstLine(child: ChildProcess, name: string, readyMs: number): Promise<string> {
  if (!child.stdout) throw new TypeError('the child has no standard output')
  const lines = createInterface({ input: child.stdout })
  const deadline = AbortSignal.timeout(readyMs)
  const line = once(lines, 'line', { signal: deadline }).then(([text]) => String(text))
  const early = once(child, 'exit', { signal: deadline }).then(([code, signal]) => {
    throw cannotStart(`${name} ended with ${code ?? signal} before it was ready`)
  })
  early.catch(() => undefined)
  try {
    return await Promise.race([line, early])
  } catch (error) {
    if (!deadline.aborted) throw error
    throw cannotStart(`${name} was not ready after ${readyMs / 1000} seconds`)
  }
}

function cannotStart(message: string): DomainError {
  return new DomainError('unavailable', 'cannot_start', message)
}
