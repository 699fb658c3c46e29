import type { Stage } from '../stage/stage.ts'
import { startServer } from '../stage/start-server.ts'
import type { BaselineReady } from './baseline-app.ts'
import { findPostgres } from './find-postgres.ts'
import { fillPostgres, type PostgresSeats, readPostgresStore } from './postgres-store.ts'
import type { Target } from './target.ts'

const keeper = new URL('./postgres-keeper.ts', import.meta.url).pathname
const server = new URL('./postgres-server.ts', import.meta.url).pathname

/** Undefined when there is no PostgreSQL on this machine. */
export async function openPostgres(
  stage: Stage,
  onSale: PostgresSeats,
): Promise<Target | undefined> {
  const binaries = findPostgres()
  if (!binaries) return undefined
  const directory = await stage.directory('postgres')
  const cluster = await startServer<{ url: string }>(stage, [keeper, binaries, directory])
  const { url } = cluster.ready
  await fillPostgres(url, onSale)
  const app = await startServer<BaselineReady>(stage, [server, url])
  return {
    name: 'postgres',
    ...app.ready,
    ...onSale,
    cpuUs: () => app.cpuUs() + cluster.cpuUs(),
    finish: async () => {
      await app.end()
      const stored = await readPostgresStore(url)
      await cluster.end()
      await stage.removeDirectory(directory)
      return stored
    },
  }
}
