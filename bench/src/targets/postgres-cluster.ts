import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

export interface PostgresCluster {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

const READY_MS_MAX = 20_000

/**
 * Starts a fresh PostgreSQL on a free port, durable as by default. Undefined when it is not
 * installed.
 */
export async function startPostgres(): Promise<PostgresCluster | undefined> {
  const binaries = findBinaries()
  if (!binaries) return undefined
  const directory = await mkdtemp(join(tmpdir(), 'usher-postgres-'))
  const owner = await ownerOf(directory)
  const data = join(directory, 'data')
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'usher', '-A', 'trust'], {
    ...owner,
    stdio: 'ignore',
  })
  const port = await freePort()
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'shared_buffers=512MB',
    `unix_socket_directories=${directory}`,
  ]
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
  const server = spawn(join(binaries, 'postgres'), args, { ...owner, stdio: 'ignore' })
  const url = `postgres://usher@127.0.0.1:${port}/postgres`
  await untilReady(url)
  return {
    url,
    pid: server.pid ?? 0,
    stop: async () => {
      server.kill('SIGINT')
      await once(server, 'exit')
      await rm(directory, { recursive: true })
    },
  }
}

/** Debian keeps the server's programs out of PATH. */
function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  return versions
    .map((version) => join(root, version, 'bin'))
    .find((path) => existsSync(join(path, 'postgres')) && existsSync(join(path, 'initdb')))
}

/** PostgreSQL refuses to run as root: then it runs as the account that its package made. */
async function ownerOf(directory: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  const owner = { uid: id('-u'), gid: id('-g') }
  await chown(directory, owner.uid, owner.gid)
  return owner
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

async function untilReady(url: string): Promise<void> {
  const endMs = performance.now() + READY_MS_MAX
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (performance.now() > endMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
