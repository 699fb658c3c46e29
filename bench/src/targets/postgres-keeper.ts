/**
 * Keeps a fresh PostgreSQL, durable as by default: `node postgres-keeper.ts BINARIES DIRECTORY`
 * prints {"url"} once it answers. A process of its own, because PostgreSQL would not notice that
 * the benchmark is gone: this one does, ends it and removes its directory.
 */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const READY_MS_MAX = 20_000
/** A quarter of a small machine's memory, as its manual advises; every row of the load fits. */
const SHARED_BUFFERS = '512MB'

const [binaries = '', directory = ''] = process.argv.slice(2)
const account = await accountFor(directory)
const data = join(directory, 'data')
await promisify(execFile)(
  join(binaries, 'initdb'),
  ['-D', data, '-U', 'usher', '-A', 'trust', '-E', 'UTF8', '--no-locale'],
  { ...account, cwd: directory },
)
const port = await freePort()
const server = spawn(join(binaries, 'postgres'), ['-D', data, ...settings()], {
  ...account,
  cwd: directory,
  stdio: 'ignore',
})
const ended = once(server, 'exit')
void ended.then(leave)
// Fast shutdown: whoever is connected is sent away.
for (const reason of ['SIGTERM', 'disconnect'] as const) {
  process.on(reason, () => server.kill('SIGINT'))
}
const url = `postgres://usher@127.0.0.1:${port}/postgres`
await untilReady()
process.stdout.write(`${JSON.stringify({ url })}\n`)

/** PostgreSQL refuses to run as root: then it runs as the account that its package made. */
async function accountFor(directory: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  const account = { uid: id('-u'), gid: id('-g') }
  await chown(directory, account.uid, account.gid)
  return account
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address ? address.port : 0
}

function settings(): readonly string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    shared_buffers: SHARED_BUFFERS,
    unix_socket_directories: '',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** What ended without being told to is told by the exit code. */
async function leave([code]: readonly unknown[]): Promise<void> {
  await rm(directory, { recursive: true, force: true })
  process.exit(code === 0 ? 0 : 1)
}

async function untilReady(): Promise<void> {
  const endMs = performance.now() + READY_MS_MAX
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (performance.now() > endMs) throw error
      await setTimeout(100)
    }
  }
}
