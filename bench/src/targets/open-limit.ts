import { join } from 'node:path'
import type { Stage } from '../stage/stage.ts'
import { startServer } from '../stage/start-server.ts'
import type { BaselineReady } from './baseline-app.ts'
import type { Target } from './target.ts'

const server = new URL('./limit-server.ts', import.meta.url).pathname
/** It remembers no seat: events it has never heard of will do, so that seats never run out. */
const EVENTS = 50

/** The limit: see limit-server.ts. */
export async function openLimit(stage: Stage, seats: readonly string[]): Promise<Target> {
  const directory = await stage.directory('limit')
  const { ready, cpuUs, end } = await startServer<BaselineReady>(stage, [
    server,
    join(directory, 'log'),
  ])
  return {
    name: 'limit',
    ...ready,
    eventIds: Array.from({ length: EVENTS }, (_, i) => i + 1),
    seats,
    cpuUs,
    finish: async () => {
      await end()
      await stage.removeDirectory(directory)
      return undefined
    },
  }
}
