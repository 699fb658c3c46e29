import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openSqliteTables } from '@usher/stores'
import { runUsher } from '../commands/run-command.fixture.ts'
import { demoEvents } from '../demo/demo-events.ts'
import { openDemoSet } from '../demo/demo-set.ts'
import { openInMemory } from '../embedded/embedded.fixture.ts'
import { startUsherWith } from '../server/usher-process.fixture.ts'

const root = await mkdtemp(join(tmpdir(), 'usher-killed-'))
const dataDir = join(root, 'data')
const whole = join(root, 'whole')
const backups = join(root, 'backups')
after(() => rm(root, { recursive: true }))

before(async () => {
  const tables = await openSqliteTables({ directory: dataDir })
  const usher = await openInMemory(tables)
  await openDemoSet({ ...usher, ...usher.embedded, events: demoEvents })
  await usher.embedded.stop()
  await tables.close()
  await mkdir(backups)
  await done('export', whole, '--data-dir', dataDir)
  await done('backup', join(root, 'tonight.db.zst'), '--data-dir', dataDir)
})

test('an export that is killed has no manifest, and the next run finishes it', async () => {
  const directory = join(root, 'export')
  const args = ['export', directory, '--data-dir', dataDir]
  await kill(args, join(directory, '.partial/snapshot/usher.db'))
  assert.equal(existsSync(join(directory, 'manifest.json')), false)
  await done(...args)
  const filesOf = async (from: string) =>
    (JSON.parse(await readFile(join(from, 'manifest.json'), 'utf8')) as { files: unknown[] }).files
  assert.deepEqual(await filesOf(directory), await filesOf(whole))
  assert.equal(existsSync(join(directory, '.partial')), false)
})

test('a backup that is killed is not there, and the next run makes it', async () => {
  const file = join(backups, 'b.db.zst')
  const args = ['backup', file, '--data-dir', dataDir]
  await kill(args, join(backups, '.usher-backup-*'))
  assert.equal(existsSync(file), false)
  await done(...args)
  await done('backup', 'verify', file)
})

for (const args of [
  ['import', 'all', whole],
  ['restore', join(root, 'tonight.db.zst')],
]) {
  const name = args[0] ?? ''
  test(`what a killed ${name} leaves is no data, and the next run begins anew`, async () => {
    const fresh = join(root, name)
    const command = [...args, '--data-dir', fresh]
    await kill(command, join(fresh, '.incoming/usher.db'))
    const { said } = await runUsher(['audit', '--data-dir', fresh])
    assert.match(said, /no_data_dir/)
    await done(...command)
    assert.deepEqual(readdirSync(fresh), ['usher.db'])
  })
}

async function done(...argv: readonly string[]): Promise<void> {
  const { code, said } = await runUsher(argv)
  assert.equal(code, 0, said)
}

/**
 * Runs `usher ARGV`, which ends as in a power failure in the first turn that finds a file of this
 * pattern. It looks for itself: whoever watched from outside might look too late.
 */
async function kill(argv: readonly string[], pattern: string): Promise<void> {
  const looks = `import { globSync } from 'node:fs'
    const look = () => globSync(${JSON.stringify(pattern)}).length && process.kill(process.pid, 9)
    setInterval(look, 1).unref()`
  const module = `data:text/javascript,${encodeURIComponent(looks)}`
  const { ended } = startUsherWith([`--import=${module}`], ...argv)
  const { code, said } = await ended
  assert.equal(code, null, `it was killed in the middle: ${said}`)
}
