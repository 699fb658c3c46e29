import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test, type TestContext } from 'node:test'
import { openSqliteTables } from './sqlite-tables.ts'
import { defineTable, put } from './table.ts'

const counters = defineTable<{ id: number; value: number }>({
  name: 'counters',
  columns: { id: 'integer', value: 'integer' },
  key: ['id'],
})

/** Says loudly what is missing; where everything must run, that is a failure. */
function missing(context: TestContext, what: string): void {
  if (process.env['CI']) assert.fail(`${what} is needed`)
  context.skip(`${what} is needed`)
}

test('a full disk refuses new commits and keeps those that wait', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'usher-full-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', directory]).status !== 0) {
    await rm(directory, { recursive: true })
    return missing(context, 'the right to mount a small file system')
  }
  try {
    const tables = await openSqliteTables({ directory: join(directory, 'data') })
    await tables.commit([put(counters, { id: 1, value: 1 })])
    const ballast = join(directory, 'ballast')
    await assert.rejects(writeFile(ballast, Buffer.alloc(64 * 1024 * 1024)), { code: 'ENOSPC' })
    const waiting = Array.from({ length: 2000 }, (_, i) =>
      tables.commit([put(counters, { id: i + 2, value: i })]),
    )
    while (tables.ready()) await new Promise((resolve) => setTimeout(resolve, 10))
    await assert.rejects(tables.commit([put(counters, { id: 1, value: 2 })]), {
      code: 'storage_full',
    })
    await rm(ballast)
    await Promise.all(waiting)
    assert.equal(tables.ready(), true)
    await tables.close()
    const again = await openSqliteTables({ directory: join(directory, 'data') })
    assert.equal((await again.list(counters, 'key', { limit: 5000 })).length, 2001)
    assert.equal(again.get(counters, 1)?.value, 1)
    await again.close()
  } finally {
    execFileSync('umount', [directory])
    await rm(directory, { recursive: true })
  }
})

for (const call of [1, 2, 7, 40]) {
  test(`a sync that fails at call ${call} ends the process and loses nothing`, async (context) => {
    if (spawnSync('strace', ['-V']).status !== 0) return missing(context, 'strace')
    const directory = await mkdtemp(join(tmpdir(), 'usher-eio-'))
    const { acknowledged, code } = await writeUnderFault(
      directory,
      `fdatasync:error=EIO:when=${call}+`,
    )
    assert.notEqual(code, 0)
    const tables = await openSqliteTables({ directory })
    const newest = tables.get(counters, 0)?.value ?? 0
    assert.ok(newest >= acknowledged, `acknowledged ${acknowledged}, found ${newest}`)
    await tables.close()
    await rm(directory, { recursive: true })
  })
}

async function writeUnderFault(directory: string, fault: string) {
  const script = new URL('./fixtures/write-until-killed.ts', import.meta.url).pathname
  const args = ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=fdatasync', '-e', `inject=${fault}`]
  const child = spawn('strace', [...args, process.execPath, script, directory], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  let acknowledged = 0
  for await (const line of createInterface({ input: child.stdout })) acknowledged = Number(line)
  const [code] = (await exited) as [number | null]
  return { acknowledged, code }
}
