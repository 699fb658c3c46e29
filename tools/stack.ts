import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { standardServers } from './stack/servers.ts'
import { Stack } from './stack/stack.ts'

/** Real servers for Usher on this machine, without containers. */
const usage = `node tools/stack.ts COMMAND [SERVER…] [--folder DIR] [--cache DIR] [--json]
                                [--set NAME=VALUE …]

  up [SERVER…]      fetch what is missing, start, wait until ready (${standardServers.join(', ')})
  down [SERVER…]    end these, or all; --wipe then removes their data, too
  status            addresses, as settings of Usher's services
  logs SERVER       show what a server has printed
  kill SERVER       end a server as a power cut would
  pause | resume SERVER
  restart SERVER…   end them in good order, all at once, and start them again
  --set             for a service of Usher that is started now`

const root = join(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: join(root, '.cache/stack/servers') },
    cache: { type: 'string', default: join(root, '.cache/stack/engines') },
    wipe: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
})
const [command = 'help', ...names] = positionals
const stack = new Stack({ ...values, given: Object.fromEntries(values.set.map(nameAndValue)) })

const commands: Readonly<Record<string, () => Promise<void> | void>> = {
  up: async () => {
    await stack.up(names.length > 0 ? names : standardServers, (line) =>
      process.stderr.write(`${line}\n`),
    )
    show()
  },
  down: async () => {
    if (names.length === 0) return stack.down(values)
    await Promise.all(names.map((name) => stack.end(name)))
  },
  status: show,
  logs: () => each((name) => void spawnSync('cat', [logOf(name)], { stdio: 'inherit' })),
  kill: () => each((name) => stack.kill(name)),
  pause: () => each((name) => stack.pause(name)),
  resume: () => each((name) => stack.resume(name)),
  restart: async () => {
    requireNames()
    await Promise.all(names.map((name) => stack.end(name)))
    await stack.up(names)
  },
  help: () => void process.stdout.write(`${usage}\n`),
}

const chosen = commands[command]
if (!chosen) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}
try {
  await chosen()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function nameAndValue(text: string): readonly [string, string] {
  const [name = '', ...value] = text.split('=')
  return [name, value.join('=')]
}

async function each(act: (name: string) => Promise<void> | void): Promise<void> {
  requireNames()
  for (const name of names) await act(name)
}

function requireNames(): void {
  if (names.length === 0) throw new Error(`say which server: ${command} SERVER`)
}

function logOf(name: string): string {
  const found = stack.status().find((server) => server.name === name)
  if (!found) throw new Error(`${name} was never started here`)
  return found.log
}

function show(): void {
  const servers = stack.status()
  if (values.json) return void process.stdout.write(`${JSON.stringify(servers, null, 2)}\n`)
  if (servers.length === 0) process.stdout.write('No server was started here.\n')
  for (const { name, running, settings } of servers) {
    const text = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
    process.stdout.write(
      `${name.padEnd(14)} ${running ? 'running' : 'ended  '}  ${text.join(' ')}\n`,
    )
  }
}
