import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openSqliteTables } from '@usher/stores'
import { runUsher } from './run-command.fixture.ts'

const directory = await mkdtemp(join(tmpdir(), 'usher-doctor-'))
after(() => rm(directory, { recursive: true }))

interface Check {
  readonly name: string
  readonly status: string
  readonly found: string
  readonly mend: string
}

async function examine(env: Record<string, string> = {}, dataDir = directory) {
  const argv = ['doctor', '--port', '0', '--data-dir', dataDir, '--json']
  const { code, out } = await runUsher(argv, env)
  const { checks } = JSON.parse(out) as { checks: Check[] }
  return { code, of: (name: string) => checks.find((check) => check.name === name) }
}

test('a machine that is well is told so, and nothing is left behind', async () => {
  const { code, of } = await examine()
  assert.equal(code, 0)
  for (const name of ['Node', 'settings', 'port', 'data directory', 'disk']) {
    assert.notEqual(of(name)?.status, 'fail', name)
  }
  assert.deepEqual(await readdir(directory), [])
})

test('every setting that cannot be read is named, with what it must be', async () => {
  const env = { USHER_LOG_LEVEL: 'loud', USHER_BOOKING_ATTEMPT: 'soon', USHER_PROT: '1' }
  const { code, of } = await examine(env)
  assert.equal(code, 1)
  assert.match(of('USHER_LOG_LEVEL')?.found ?? '', /must be one of/)
  assert.match(of('USHER_BOOKING_ATTEMPT')?.found ?? '', /must be a duration/)
  assert.equal(of('USHER_PROT')?.status, 'warn')
})

test('data that others can read is a warning, a store in use is none', async () => {
  const tables = await openSqliteTables({ directory })
  try {
    await chmod(directory, 0o755)
    const { code, of } = await examine()
    assert.equal(code, 0)
    assert.equal(of('permissions')?.status, 'warn')
    assert.match(of('permissions')?.mend ?? '', /chmod/)
    assert.equal(of('data')?.status, 'ok')
    assert.equal(of('database')?.status, 'ok')
  } finally {
    await tables.close()
  }
})

test('a directory that cannot be made is a failure with a way out', async () => {
  const { code, of } = await examine({}, '/dev/null/data')
  assert.equal(code, 1)
  assert.equal(of('data directory')?.status, 'fail')
  assert.match(of('data directory')?.mend ?? '', /--data-dir/)
})
