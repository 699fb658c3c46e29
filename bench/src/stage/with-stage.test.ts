import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'

const fixture = new URL('./stage.fixture.ts', import.meta.url).pathname
const GONE_MS_MAX = 60_000

test('Ctrl-C ends every server, removes every directory, and is told by the exit code', async (context) => {
  const { child, ended, directory } = await startBench(context)
  assert.equal((await servers(directory)).length, 2)
  child.kill('SIGINT')
  child.kill('SIGINT')
  assert.deepEqual(await ended, [130, null])
  assert.deepEqual(await servers(directory), [])
  assert.deepEqual(await readdir(directory), [])
})

test('a benchmark that fails leaves no server and no directory', async (context) => {
  const { ended, directory } = await startBench(context, 'fail')
  assert.deepEqual(await ended, [1, null])
  assert.deepEqual(await servers(directory), [])
  assert.deepEqual(await readdir(directory), [])
})

test('servers do not outlive a benchmark that is killed', async (context) => {
  const { child, directory } = await startBench(context)
  child.kill('SIGKILL')
  const endMs = performance.now() + GONE_MS_MAX
  while ((await servers(directory)).length > 0) {
    assert.ok(performance.now() < endMs, 'the servers are still there')
    await setTimeout(50)
  }
})

async function startBench(context: TestContext, ...args: readonly string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'usher-stage-'))
  context.after(() => rm(directory, { recursive: true }))
  const child = spawn(process.execPath, [fixture, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TMPDIR: directory },
  })
  // From the beginning: one that fails may have ended when its line is read.
  const ended = once(child, 'exit')
  await once(createInterface({ input: child.stdout }), 'line')
  return { child, ended, directory }
}

/** Processes that were told to keep something in `directory`. */
async function servers(directory: string): Promise<readonly string[]> {
  const names = await readdir('/proc')
  const lines = await Promise.all(
    names.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  return lines.filter((line) => line.includes(directory))
}
