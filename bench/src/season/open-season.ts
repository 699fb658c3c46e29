import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DomainError } from '@usher/kernel'
import type { Stage } from '../stage/stage.ts'
import { startServer } from '../stage/start-server.ts'
import type { UsherTarget } from '../targets/open-usher.ts'

const fill = new URL('./fill.ts', import.meta.url).pathname
const LOOK_EVERY_MS = 2000
/** A machine that others use needs minutes for what a quiet one does in one. */
const INDEX_MS_MAX = 600_000
/** Below it a server does nothing but wait. */
const QUIET_CORES = 0.15
const QUIET_MS_MAX = 120_000

/** A new directory with a season of events in the log of topics; nothing is indexed yet. */
export async function seasonDirectory(stage: Stage, events: number): Promise<string> {
  const directory = await stage.directory('season')
  const filling = await startServer(stage, [fill, directory, String(events)])
  await filling.end()
  return directory
}

/** Waits until the index answers. Fails with unavailable / load_failed. */
export async function indexed({ port, directory }: UsherTarget): Promise<void> {
  const endMs = performance.now() + INDEX_MS_MAX
  while (!isWhole(directory) || !(await answers(port))) {
    if (performance.now() > endMs) {
      throw new DomainError('unavailable', 'load_failed', 'the search index was not made in time')
    }
    await sleep(LOOK_EVERY_MS)
  }
}

/** A server that is asked before says that it cannot answer, and logs that it could not. */
function isWhole(directory: string): boolean {
  const has = (file: string) => existsSync(join(directory, file))
  return has('search.db') && !has('search.next.db')
}

async function answers(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/search?q=concert`)
  await answer.arrayBuffer()
  return answer.ok
}

/** Waits until the server is done with what it was given, within reason. */
export async function quiet(target: UsherTarget): Promise<void> {
  const endMs = performance.now() + QUIET_MS_MAX
  let usedUs = target.cpuUs()
  while (performance.now() < endMs) {
    await sleep(LOOK_EVERY_MS)
    const nowUs = target.cpuUs()
    // Where CPU cannot be read there is nothing to wait for.
    if (!(nowUs - usedUs > QUIET_CORES * LOOK_EVERY_MS * 1000)) return
    usedUs = nowUs
  }
}
