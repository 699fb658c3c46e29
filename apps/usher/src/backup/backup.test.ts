import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test, type TestContext } from 'node:test'
import { openSqliteTables } from '@usher/stores'
import { seededRandom } from '@usher/testing'
import { runUsher } from '../commands/run-command.fixture.ts'
import { demoEvents } from '../demo/demo-events.ts'
import { openDemoSet } from '../demo/demo-set.ts'
import { openInMemory, sell } from '../embedded/embedded.fixture.ts'

const root = await mkdtemp(join(tmpdir(), 'usher-backup-'))
const dataDir = join(root, 'data')
const file = join(root, 'tonight.db.zst')
const DAMAGES = 200
after(() => rm(root, { recursive: true }))

before(async () => {
  const tables = await openSqliteTables({ directory: dataDir })
  const usher = await openInMemory(tables)
  const events = demoEvents.filter(({ key }) => key === 'theatre')
  const [theatre] = await openDemoSet({ ...usher, ...usher.embedded, events })
  const eventId = theatre?.event_id ?? 0
  await sell(usher, { eventId, seats: ['A1', 'A2'], email: 'ann@example.org' })
  await mkdir(join(dataDir, 'mail/ann'), { recursive: true })
  await writeFile(join(dataDir, 'mail/ann/1.eml'), 'Subject: tickets\r\n\r\n…')
  await writeFile(join(dataDir, 'search.db'), 'an index')
  // Not closed yet: what is backed up is a directory that somebody has.
  const made = await runUsher(['backup', file, '--data-dir', dataDir, '--json'])
  assert.equal(made.code, 0, made.said)
  assert.deepEqual([JSON.parse(made.out).mails, JSON.parse(made.out).rows.bookings], [1, 1])
  await usher.embedded.stop()
  await tables.close()
})

test('a backup comes back with its sales and mails, audited, and without the search index', async () => {
  const restored = join(root, 'restored')
  const { code, out } = await runUsher(['restore', file, '--data-dir', restored, '--json'])
  assert.equal(code, 0)
  const { found, rows, newest_change: newest, mails } = JSON.parse(out)
  assert.deepEqual([found, rows.bookings, mails], [0, 1, 1])
  assert.ok(Date.parse(newest) > 0)
  assert.deepEqual((await readdir(restored)).sort(), ['mail', 'usher.db'])
  assert.match(await readFile(join(restored, 'mail/ann/1.eml'), 'utf8'), /^Subject: tickets\r\n/)
  assert.equal((await stat(join(restored, 'usher.db'))).mode & 0o777, 0o600)
  const tables = await openSqliteTables({ directory: restored })
  const { embedded } = await openInMemory(tables)
  const login = { email: 'ann@example.org', password: 'a long password' }
  assert.ok((await embedded.clients.auth.login(login)).tokens)
  await embedded.stop()
  await tables.close()
})

test('a backup is never overwritten, and in a directory it is called by the time', async () => {
  const again = await runUsher(['backup', file, '--data-dir', dataDir])
  assert.deepEqual([again.code, /backup_exists/.test(again.said)], [1, true])
  const directory = join(root, 'many')
  await mkdir(directory)
  assert.equal((await runUsher(['backup', directory, '--data-dir', dataDir])).code, 0)
  const [name = '', ...rest] = await readdir(directory)
  assert.match(name, /^usher-\d{8}T\d{6}Z\.db\.zst$/)
  assert.deepEqual(rest, [])
  assert.equal((await stat(join(directory, name))).mode & 0o777, 0o600)
  const nothing = await runUsher(['backup', join(root, 'x'), '--data-dir', join(root, 'none')])
  assert.equal(nothing.code, 3)
})

test('a flipped bit or a missing end is found, wherever it is, and nothing is restored', async (t) => {
  const sound = await readFile(file)
  const whole = await runUsher(['backup', 'verify', file])
  assert.equal(whole.code, 0, whole.said)
  const random = seededRandom(7)
  const harmed = join(root, 'harmed.db.zst')
  const into = join(root, 'harmed')
  // The first and last bytes, where headers and the seal are, and others drawn by chance.
  const places = Array.from({ length: DAMAGES }, (_, i) => {
    if (i < 20) return i
    return i < 100 ? sound.length - i + 19 : Math.floor(random.fraction() * sound.length)
  })
  for (const [i, place] of places.entries()) {
    const bytes = i % 4 === 3 ? sound.subarray(0, place) : Buffer.from(sound)
    if (bytes.length === sound.length) bytes[place] = (bytes[place] ?? 0) ^ (1 << (i % 8))
    await writeFile(harmed, bytes)
    const verified = await runUsher(['backup', 'verify', harmed])
    assert.deepEqual([verified.code, /backup_damaged/.test(verified.said)], [1, true], `${place}`)
    if (i % 20 > 0) continue
    const { code } = await runUsher(['restore', harmed, '--data-dir', into])
    assert.deepEqual([code, existsSync(into)], [1, false])
  }
  t.diagnostic(`${DAMAGES} damages in ${sound.length} bytes`)
})

test('what is no backup is refused with a sentence', async () => {
  const text = join(root, 'letter.txt')
  await writeFile(text, 'Dear Sir or Madam')
  for (const path of [text, root, join(root, 'nobody')]) {
    const { code, said } = await runUsher(['restore', path, '--data-dir', join(root, 'never')])
    assert.equal(code, 1, said)
    assert.match(said, /backup_damaged|no_backup/)
  }
  assert.equal((await runUsher(['restore'])).code, 2)
  assert.equal((await runUsher(['backup', 'a', 'b'])).code, 2)
})

test('a place that cannot be written to is named, and nobody is told of a bug', async () => {
  const taken = join(root, 'taken')
  await writeFile(taken, 'a file, not a directory')
  for (const argv of [
    ['export', join(taken, 'x'), '--data-dir', dataDir],
    ['backup', join(taken, 'x'), '--data-dir', dataDir],
    ['backup', join(root, 'no/where'), '--data-dir', dataDir],
    ['restore', file, '--data-dir', join(taken, 'x')],
    ['restore', file, '--data-dir', taken],
    ['export', taken, '--data-dir', dataDir],
  ]) {
    const { code, said } = await runUsher(argv)
    assert.deepEqual([code, /cannot_write/.test(said)], [1, true], `${argv.join(' ')}: ${said}`)
  }
})

test('a store that is damaged is named as such', async () => {
  const broken = join(root, 'broken')
  await mkdir(broken)
  await writeFile(join(broken, 'usher.db'), 'no database at all, but long enough to be looked at')
  for (const command of ['backup', 'export']) {
    const { code, said } = await runUsher([
      command,
      join(root, `${command}-x`),
      '--data-dir',
      broken,
    ])
    assert.deepEqual([code, /data_damaged/.test(said)], [1, true], said)
  }
})

test('a rehearsal restores and audits, and touches no directory', async () => {
  const { code, out } = await runUsher(['restore', file, '--data-dir', dataDir, '--dry-run'])
  assert.deepEqual([code, /can be restored/.test(out)], [0, true])
  const refused = await runUsher(['restore', file, '--data-dir', dataDir])
  assert.deepEqual([refused.code, /data_dir_not_empty/.test(refused.said)], [1, true])
})

test('a full disk ends a backup and a restore with a sentence, and nothing is left', async (t) => {
  const small = join(root, 'small')
  await mkdir(small)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', small])
  if (mounted.status !== 0) return missing(t, 'the right to mount a small file system')
  try {
    const made = await runUsher(['backup', join(small, 'b.zst'), '--data-dir', dataDir])
    assert.deepEqual([made.code, /no room left.*disk_full/.test(made.said)], [1, true], made.said)
    const back = await runUsher(['restore', file, '--data-dir', join(small, 'data')])
    assert.deepEqual([back.code, /no room left.*disk_full/.test(back.said)], [1, true], back.said)
    const out = await runUsher(['export', join(small, 'export'), '--data-dir', dataDir])
    assert.deepEqual([out.code, /no room left.*disk_full/.test(out.said)], [1, true], out.said)
    await rm(join(small, 'export'), { recursive: true })
    assert.deepEqual(await readdir(small), [])
  } finally {
    execFileSync('umount', [small])
  }
})

/** Says loudly what is missing; where everything must run, that is a failure. */
function missing(context: TestContext, what: string): void {
  if (process.env['CI']) assert.fail(`${what} is needed`)
  context.skip(`${what} is needed`)
}
