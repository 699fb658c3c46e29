import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openSqliteTables } from '@usher/stores'
import { composeQuietly } from '../embedded/compose-quietly.ts'
import { readEmbeddedConfig } from '../embedded/settings.ts'
import { runUsher } from './run-command.fixture.ts'

const email = 'ann@example.org'
let directory = ''

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'usher-import-events-'))
  const tables = await openSqliteTables({ directory })
  const config = readEmbeddedConfig({})
  const embedded = await composeQuietly({ tables, dataDir: directory, config })
  const { clients } = embedded
  const account = { email, password: 'a long password', name: 'Ann' }
  const { user } = await clients.auth.register(account)
  await clients.events.registerOrganizer({ userId: user?.userId ?? '', name: 'Ann' })
  await clients.auth.register({ ...account, email: 'buyer@example.org' })
  await embedded.stop()
  await tables.close()
})
after(() => rm(directory, { recursive: true, force: true }))

const season = [
  'id,title,date,time,venue,city,country,price',
  '1,Faust,01.05.2030,19:30,Burg,Wien,AT,12.50',
  '2,Egmont,02.05.2030,19:30,BURG,wien,Austria,',
  '3,Old,02.05.2001,19:30,Burg,Wien,AT,',
  '4,,02.05.2030,19:30,Burg,Wien,AT,',
]

async function importText(text: string, ...options: readonly string[]) {
  const file = join(directory, 'season.csv')
  await writeFile(file, text)
  const place = ['--data-dir', directory, '--organizer', email, '--currency', 'EUR', '--json']
  const ran = await runUsher(['import', 'events', file, ...place, ...options])
  return { ...ran, report: JSON.parse(ran.out || '{}') }
}

test('events are imported once, changed where the file changes, and tried before', async () => {
  const text = season.join('\n')
  const tried = await importText(text, '--dry-run', '--capacity', '50')
  assert.deepEqual(tried.report.events, { new: 3, changed: 0, unchanged: 0 })
  assert.deepEqual(tried.report.venues, { new: 1, known: 0 })
  assert.equal(tried.report.seat_maps, 1)

  const first = await importText(text)
  assert.deepEqual(first.report.events, { new: 3, changed: 0, unchanged: 0 })
  assert.deepEqual(
    first.report.skipped.map(({ where, reason }: { where: string; reason: string }) => [
      where,
      reason,
    ]),
    [['line 5', 'has no name']],
  )
  const again = await importText(text)
  assert.deepEqual(again.report.events, { new: 0, changed: 0, unchanged: 3 })
  assert.deepEqual(again.report.venues, { new: 0, known: 1 })

  const changed = await importText(text.replace('Egmont', 'Iphigenie').replace('19:30', '20:00'))
  assert.deepEqual(changed.report.events, { new: 0, changed: 2, unchanged: 1 })
  const changes = changed.report.entries.map((entry: { changes: string[] }) => entry.changes)
  assert.deepEqual(changes, [['startMs'], ['name'], []])
})

test('a run that comes later gives seats and publishes, and archives need none', async () => {
  const text = season.join('\n')
  const { report } = await importText(text, '--capacity', '50', '--price', '20.00', '--publish')
  assert.deepEqual([report.seat_maps, report.published], [2, 3])
  const again = await importText(text, '--capacity', '50', '--price', '20.00', '--publish')
  assert.deepEqual([again.report.seat_maps, again.report.published], [0, 0])
})

test('what is over can be left out', async () => {
  const { report } = await importText(season.join('\n'), '--upcoming', '--dry-run')
  assert.equal(report.events.unchanged, 2)
  assert.ok(report.skipped.some(({ reason }: { reason: string }) => reason === 'is over'))
})

test('nobody, and somebody who is no organizer, is told how to become one', async () => {
  for (const organizer of ['nobody@example.org', 'buyer@example.org']) {
    const { code, said } = await importText(season.join('\n'), '--organizer', organizer)
    assert.equal(code, 1)
    assert.match(said, /POST \/v1\/organizers/)
  }
})

test('a file that cannot be read imports nothing, and wrong options are named', async () => {
  const unread = await importText('name,date\nFaust,03/04/2030')
  assert.equal(unread.code, 1)
  assert.match(unread.report.problems[0].reason, /day or the month/)
  const wrong = [
    '--time-zone +01:00',
    '--country Atlantis',
    '--price 20',
    '--since soon',
    '--format xls',
  ]
  for (const option of wrong) {
    const { code, said } = await importText(season.join('\n'), ...option.split(' '))
    assert.equal(code, 2, option)
    assert.match(said, new RegExp(option.split(' ')[0] ?? ''))
  }
})
