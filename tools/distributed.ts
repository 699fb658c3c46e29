import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { demoAccounts } from '@usher/app/demo/demo-accounts'
import { welcomeText } from '@usher/app/demo/welcome'
import { putConnector } from '@usher/search/adapters/kafka-connect/put-connector'
import pc from 'picocolors'
import { remoteDemoSet } from './distributed/remote-demo-set.ts'
import { standardServers, usherServices } from './stack/servers.ts'
import { Stack } from './stack/stack.ts'

/** Usher with each service as a process of its own, on real servers, on this machine. */
const usage = `node tools/distributed.ts COMMAND [--folder DIR] [--json]

  start [SERVICE-2 …]  start the servers, every service (and further instances), the demo set; stay
  demo [--bare]        make the demo set on a platform that runs; print it, or the address alone
  stop                 end the services and the servers`

const root = join(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: join(root, '.cache/stack/distributed') },
    cache: { type: 'string', default: join(root, '.cache/stack/engines') },
    record: { type: 'string' },
    bare: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [command = 'help', ...instances] = positionals
const stack = new Stack(values)
/** As the search service reads it. */
const byConnect = process.env['USHER_SEARCH_INDEXER'] === 'connect'

switch (command) {
  case 'start':
    await start()
    break
  case 'demo':
    await tellDemo()
    break
  case 'stop':
    await stack.down()
    break
  default:
    process.stderr.write(`${usage}\n`)
    process.exitCode = 2
}

async function start(): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    // Whoever started this over a channel is gone.
    process.once('disconnect', () => resolve())
  })
  try {
    await stack.up([...standardServers, ...(byConnect ? ['connect'] : [])], say)
    await stack.up([...usherServices, ...instances], say)
    // Its topics are there now.
    if (byConnect) await putConnector(stack.settings()['USHER_CONNECT_URL'] ?? '')
    await tellDemo()
    const alive = setInterval(() => undefined, 60_000)
    await stopped
    clearInterval(alive)
  } finally {
    // Its processes would outlive this one, also when not all of them could be started.
    await stack.down()
    // A channel that is listened to would keep this process.
    if (process.connected) process.disconnect()
  }
}

async function tellDemo(): Promise<void> {
  const settings = stack.settings()
  const url = settings['USHER_PUBLIC_URL'] ?? ''
  if (values.bare) return void process.stdout.write(`${JSON.stringify({ url })}\n`)
  const events = await remoteDemoSet(settings, values.record ?? join(values.folder, 'demo'))
  const accounts = Object.values(demoAccounts)
  const welcome = { url, docsUrl: `${url}/docs`, accounts, events }
  if (!values.json) {
    const colors = pc.createColors(pc.isColorSupported && process.stdout.isTTY)
    process.stdout.write(`${welcomeText(welcome, colors)}\n`)
    return
  }
  const logins = accounts.map(({ role, email, password }) => ({ role, email, password }))
  const document = { url, docs_url: welcome.docsUrl, accounts: logins, events }
  process.stdout.write(`${JSON.stringify(document)}\n`)
}
