import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface ChildServer {
  readonly pid: number
  /** The first line it printed. */
  readonly firstLine: string
  stop(): Promise<void>
}

/**
 * Starts a server process and waits for its first line on standard output, which says that it is
 * ready.
 */
export async function startChildServer(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<ChildServer> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...settings },
  })
  const firstLine = await readLine(child, args)
  return {
    pid: child.pid ?? 0,
    firstLine,
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function readLine(child: ChildProcess, args: readonly string[]): Promise<string> {
  if (!child.stdout) throw new TypeError('the child has no standard output')
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) {
    child.stdout.resume()
    return line
  }
  throw new Error(`${args.join(' ')} ended before it was ready`)
}
