import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { standardServers } from './stack/servers.ts'
import { Stack } from './stack/stack.ts'

/**
 * Runs the tests, all or those that the arguments name, with real servers beside them. Servers that
 * cannot be had are named, and their tests skipped; with USHER_TEST_SERVERS=required that fails.
 */
const root = join(import.meta.dirname, '..')
const everything = [
  '{packages,services,apps}/*/src/**/*.test.ts',
  '{bench,test}/src/**/*.test.ts',
  'tools/**/*.test.ts',
]
const extraServers = ['mariadb', 'redis-a', 'redis-b', 'redis-c']

const stack = new Stack({
  folder: join(root, '.cache/stack/test'),
  cache: join(root, '.cache/stack/engines'),
})
const env = { ...process.env, ...(await testServers()) }
try {
  const args = process.argv.slice(2)
  const { status } = spawnSync(
    process.execPath,
    [
      '--import',
      './tools/property-seed.ts',
      '--test',
      '--test-reporter=spec',
      '--test-concurrency=2',
      '--test-timeout=600000',
      ...(args.length > 0 ? args : everything),
    ],
    { cwd: root, env, stdio: 'inherit' },
  )
  process.exitCode = status ?? 1
} finally {
  await stack.down({ wipe: true })
}

/** The addresses of the servers, as tests look for them. */
async function testServers(): Promise<Readonly<Record<string, string>>> {
  if (process.env['USHER_TEST_SERVERS'] === 'none') return {}
  try {
    await stack.down({ wipe: true })
    await stack.up([...standardServers, ...extraServers])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(`Tests against real servers do not run:\n${reason}\n`)
    if (process.env['USHER_TEST_SERVERS'] === 'required') process.exit(1)
  }
  const entries = Object.entries(stack.settings())
  return Object.fromEntries(
    entries.map(([name, value]) => [name.replace(/^USHER_/, 'USHER_TEST_'), value]),
  )
}
