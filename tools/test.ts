import { globSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { rateLimits } from '@usher/api-gateway'
import { type LyingRedis, lyingRedis } from '@usher/inventory/adapters/redis/lying-redis.fixture'
import { runTests, type TestCounts } from './test/run-tests.ts'
import { redisCluster, standardServers, usherServices } from './stack/servers.ts'
import type { Settings } from './stack/engine.ts'
import { run } from './stack/fetch.ts'
import { Stack } from './stack/stack.ts'

/**
 * Runs the tests, all or those that the arguments name, with real servers beside them: first
 * everything in one process, then the end-to-end suite on the distributed platform. What harms that
 * platform takes minutes: `make test-faults`.
 * Servers that cannot be had are named, and what needs them is left out; with
 * USHER_TEST_SERVERS=required that fails, with `none` they are not tried. With
 * USHER_TEST_REDIS=lying only the platform is tested, and whoever wants the lock of a seat gets it.
 */
const root = join(import.meta.dirname, '..')
const cache = join(root, '.cache/stack/engines')
const folder = (name: string) => join(root, '.cache/stack', name)

const embedded = [
  '{packages,services,apps}/*/src/**/*.test.ts',
  'bench/src/**/*.test.ts',
  'test/src/{command,e2e,faults,simulation}/**/*.test.ts',
  'tools/**/*.test.ts',
]
/**
 * Suites of commands on a data directory: import; export, backup and restore; and the revocation of
 * keys, which would end the tickets of every other suite on a platform that they share.
 */
const ofDataDirectories = ['imported-search', 'moving-house', 'revoked-keys']
const distributed = globSync('test/src/{e2e,both-roots}/*.test.ts', { cwd: root }).filter(
  (file) => !ofDataDirectories.includes(basename(file, '.test.ts')),
)
const extraServers = ['mariadb', 'redis-a', 'redis-b', 'redis-c', ...redisCluster]
const { USHER_TEST_SERVERS: servers = 'wanted', USHER_TEST_REDIS: redis = 'honest' } = process.env

const named = process.argv.slice(2)
const runs: readonly (() => Promise<TestCounts>)[] = chosenRuns()

const counts: TestCounts[] = []
for (const run of runs) counts.push(await run())
const sum = (of: (each: TestCounts) => number) => counts.reduce((all, each) => all + of(each), 0)
const failed = sum(({ failed }) => failed)
process.stdout.write(`\n${sum(({ passed }) => passed)} passed, ${failed} failed\n`)
process.exitCode = failed > 0 || counts.some(({ ok }) => !ok) ? 1 : 0

function chosenRuns() {
  if (named.length > 0) return [() => besideServers(named)]
  if (redis === 'lying') return [onPlatform]
  return [() => besideServers(embedded), onPlatform]
}

async function besideServers(patterns: readonly string[]): Promise<TestCounts> {
  const stack = new Stack({ folder: folder('test'), cache })
  try {
    const settings = await raised(stack, [...standardServers, ...extraServers])
    const addresses = Object.entries(settings ?? {}).map(
      ([name, value]) => [name.replace(/^USHER_/, 'USHER_TEST_'), value] as const,
    )
    return await runTests(root, patterns, Object.fromEntries(addresses))
  } finally {
    await stack.down({ wipe: true })
  }
}

/** A crowd of tests comes from one address: none is limited, and a search may take its time. */
async function onPlatform(): Promise<TestCounts> {
  const addressLimits = rateLimits.filter(({ name }) => name.endsWith('_PER_ADDRESS'))
  for (const { name } of addressLimits) process.env[name] = '0'
  process.env['USHER_SEARCH_DEADLINE'] = '30s'
  const place = { folder: folder('platform'), cache }
  const stack = new Stack(place)
  let liar: LyingRedis | undefined
  try {
    const settings = await raised(stack, standardServers)
    if (!settings) return { passed: 0, failed: 0, ok: true }
    if (redis === 'lying') liar = await lyingRedis(settings['USHER_REDIS_URL'] ?? '')
    const given = liar && { given: { USHER_REDIS_URL: liar.url } }
    await new Stack({ ...place, ...given }).up(usherServices)
    await announceDemo()
    const env = { USHER_TEST_DISTRIBUTED: folder('platform') }
    return withLies(await runTests(root, distributed, env), liar)
  } finally {
    liar?.close()
    await stack.down({ wipe: true })
  }
}

/** A liar that nobody has asked proves nothing. */
function withLies(counts: TestCounts, liar: LyingRedis | undefined): TestCounts {
  if (!liar) return counts
  process.stdout.write(`${liar.lies()} keys of the lock were lied about\n`)
  return { ...counts, ok: counts.ok && liar.lies() > 0 }
}

/** The suites share one demo set: its seats are thousands of rows. */
async function announceDemo(): Promise<void> {
  const args = ['demo', '--folder', folder('platform'), '--json']
  const announced = await run(process.execPath, [join(root, 'tools/distributed.ts'), ...args])
  await writeFile(join(folder('platform'), 'demo.json'), announced)
}

/** What is started, all at once; undefined when it cannot be had. */
async function raised(stack: Stack, names: readonly string[]): Promise<Settings | undefined> {
  if (servers === 'none') return undefined
  try {
    await stack.down({ wipe: true })
    await stack.up(names)
    return stack.settings()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(`Tests against real servers do not run:\n${reason}\n`)
    if (servers === 'required') throw error
    return undefined
  }
}
