import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Stack } from './stack.ts'
import versions from './versions.json' with { type: 'json' }

const root = join(import.meta.dirname, '../..')
const cache = join(root, '.cache/stack/engines')
// Where tests may do without servers, there may be none.
const options = { skip: process.env['USHER_TEST_SERVERS'] === 'none' && 'without servers' }

test('a server that was killed comes back at its address with its data', options, async (t) => {
  const { stack } = await open(t)
  await stack.up(['redis'])
  const address = stack.settings()['USHER_REDIS_URL']
  await stack.kill('redis')
  assert.deepEqual(running(stack), [])
  await stack.up(['redis'])
  assert.equal(stack.settings()['USHER_REDIS_URL'], address)
  assert.deepEqual(running(stack), ['redis'])
})

test('who looks later finds the same servers, and ends them', options, async (t) => {
  const { stack, folder } = await open(t)
  await stack.up(['redis', 'redis-a'])
  const later = new Stack({ folder, cache })
  assert.deepEqual(running(later), ['redis', 'redis-a'])
  await later.up(['redis'])
  assert.deepEqual(later.status(), stack.status())
  await later.down({ wipe: true })
  assert.deepEqual(running(stack), [])
})

test('a paused server is still ended', options, async (t) => {
  const { stack } = await open(t)
  await stack.up(['redis'])
  stack.pause('redis')
  await stack.down()
  assert.deepEqual(running(stack), [])
})

test('a name that no server has is answered with those there are', async (t) => {
  const { stack } = await open(t)
  await assert.rejects(stack.up(['postgres']), /no server called postgres; there are mysql, /)
})

test('the compose file runs the same versions', async () => {
  const compose = await readFile(join(root, 'deploy/compose/compose.yaml'), 'utf8')
  const images = [...compose.matchAll(/^ {4}image: (.*)$/gm)].map(([, image]) => image)
  assert.deepEqual(
    images,
    Object.values(versions).flatMap((version) => ('image' in version ? [version.image] : [])),
  )
})

function running(stack: Stack): readonly string[] {
  return stack.status().flatMap(({ name, running }) => (running ? [name] : []))
}

async function open(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'usher-stack-'))
  const stack = new Stack({ folder, cache })
  t.after(async () => {
    await stack.down({ wipe: true })
    await rm(folder, { recursive: true, force: true })
  })
  return { stack, folder }
}
