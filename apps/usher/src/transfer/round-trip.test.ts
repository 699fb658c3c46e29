import assert from 'node:assert/strict'
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { defineTable, openSqliteTables, put } from '@usher/stores'
import { runUsher } from '../commands/run-command.fixture.ts'
import { demoEvents } from '../demo/demo-events.ts'
import { openDemoSet } from '../demo/demo-set.ts'
import { openInMemory, type Sale, sell } from '../embedded/embedded.fixture.ts'
import type { Manifest } from './manifest.ts'
import { UnfinishedExport } from './unfinished-export.ts'

const root = await mkdtemp(join(tmpdir(), 'usher-transfer-'))
const dataDir = join(root, 'data')
let sale: Sale
after(() => rm(root, { recursive: true }))

/** Sales, a cancellation and a reservation under way, as a theatre leaves them in the evening. */
before(async () => {
  const tables = await openSqliteTables({ directory: dataDir })
  const usher = await openInMemory(tables)
  const events = demoEvents.filter(({ key }) => key === 'theatre' || key === 'club')
  const [theatre, club] = await openDemoSet({ ...usher, ...usher.embedded, events })
  const eventId = theatre?.event_id ?? 0
  sale = await sell(usher, { eventId, seats: ['A1', 'A2'], email: 'ann@example.org' })
  await sell(usher, {
    eventId: club?.event_id ?? 0,
    areas: { Galerie: 3 },
    email: 'ben@example.org',
  })
  const { booking, inventory } = usher.embedded.clients
  const { userId, bookingId } = sale
  await booking.cancelBooking({ userId, bookingId, seats: ['A1'], operationId: 'c', reason: '' })
  await inventory.reserveSeats({ userId, eventId, seats: ['B1', 'B2'] })
  await usher.embedded.stop()
  await tables.close()
})

test('an export that was imported is exported to the same bytes, and its audit is clean', async () => {
  const first = await exported('first', dataDir)
  const fresh = join(root, 'fresh')
  const imported = await runUsher(['import', 'all', first, '--data-dir', fresh, '--json'])
  assert.equal(imported.code, 0, imported.out + imported.said)
  const { found, checked } = JSON.parse(imported.out)
  assert.deepEqual([found, checked.bookings_confirmed, checked.seats_booked], [0, 2, 1])
  const second = await exported('second', fresh)
  const names = await filesOf(first)
  assert.deepEqual(await filesOf(second), names)
  assert.ok(names.includes(`seat-maps/${sale.eventId}.json`))
  for (const name of names) {
    if (name === 'manifest.json') continue
    assert.deepEqual(await readFile(join(second, name)), await readFile(join(first, name)), name)
  }
  const { files: a } = await manifestOf(first)
  const { files: b } = await manifestOf(second)
  assert.deepEqual(b, a)
  assert.equal((await stat(join(first, 'users.jsonl'))).mode & 0o777, 0o600)
})

test('what was imported serves: a buyer logs in, sees the booking and cancels it', async () => {
  const fresh = join(root, 'serving')
  const directory = await exported('served', dataDir)
  assert.equal((await runUsher(['import', 'all', directory, '--data-dir', fresh])).code, 0)
  const tables = await openSqliteTables({ directory: fresh })
  const { embedded } = await openInMemory(tables)
  try {
    const { auth, booking } = embedded.clients
    const { userId, bookingId } = sale
    const login = { email: 'ann@example.org', password: 'a long password' }
    assert.ok((await auth.login(login)).tokens?.accessToken)
    const found = await booking.getBooking({ userId, bookingId })
    assert.deepEqual(
      found.booking?.seats.map(({ seatNumber }) => seatNumber),
      ['A1', 'A2'],
    )
    const { booking: cancelled } = await booking.cancelBooking({
      userId,
      bookingId,
      operationId: 'd',
      reason: '',
    })
    assert.equal(cancelled?.refundedMinor, cancelled?.totalMinor)
  } finally {
    await embedded.stop()
    await tables.close()
  }
})

test('a run that was killed is taken up, with the snapshot that it had', async () => {
  const directory = await exported('killed', dataDir)
  const whole = await manifestOf(directory)
  const again = join(root, 'again')
  await exported('again', dataDir)
  // As a kill leaves it: no manifest, a file half written, and what is done in .partial.
  const terms = { data_dir: dataDir, with_secrets: true }
  await rm(join(again, 'manifest.json'))
  await rm(join(again, 'bookings.jsonl'))
  await mkdir(join(again, '.partial'))
  const unfinished = await UnfinishedExport.open(again, terms)
  for (const file of whole.files) await unfinished.finished(file)
  await writeFile(join(again, 'bookings.jsonl.unfinished'), '{"half')
  await appendFile(join(again, '.partial/done.jsonl'), '{"path":"cut o')
  const other = await runUsher(['export', again, '--data-dir', dataDir, '--without-secrets'])
  assert.deepEqual([other.code, /other_export/.test(other.said)], [1, true])
  const resumed = await runUsher(['export', again, '--data-dir', dataDir, '--json'])
  assert.equal(resumed.code, 0, resumed.said)
  assert.deepEqual((await manifestOf(again)).files, whole.files)
  assert.deepEqual(await filesOf(again), await filesOf(directory))
  const once = await runUsher(['export', again, '--data-dir', dataDir])
  assert.deepEqual([once.code, /export_exists/.test(once.said)], [1, true])
})

test('an export is made while somebody has the directory, and refuses what it does not know', async () => {
  const directory = join(root, 'busy')
  const tables = await openSqliteTables({ directory })
  const at = ['--data-dir', directory, '--json']
  const usher = await openInMemory(tables)
  await openDemoSet({ ...usher, ...usher.embedded, events: demoEvents.slice(0, 1) })
  const busy = await runUsher(['export', join(root, 'busy-export'), ...at])
  assert.equal(busy.code, 0, busy.said)
  const strangers = defineTable<{ id: number }>({
    name: 'strangers',
    columns: { id: 'integer' },
    key: ['id'],
  })
  await tables.commit([put(strangers, { id: 1 })])
  const { code, said } = await runUsher(['export', join(root, 'stranger-export'), ...at])
  assert.deepEqual([code, /strangers.*unknown_table/.test(said)], [1, true], said)
  await usher.embedded.stop()
  await tables.close()
})

test('without secrets no hash and no key is written, and the rest is imported', async () => {
  const directory = join(root, 'public')
  const { code } = await runUsher(['export', directory, '--data-dir', dataDir, '--without-secrets'])
  assert.equal(code, 0)
  for (const name of await filesOf(directory)) {
    const text = await readFile(join(directory, name), 'utf8')
    assert.doesNotMatch(text, /argon2|private_key"?:"/, name)
  }
  const fresh = join(root, 'public-data')
  const imported = await runUsher(['import', 'all', directory, '--data-dir', fresh, '--json'])
  assert.equal(JSON.parse(imported.out).found, 0)
  const tables = await openSqliteTables({ directory: fresh })
  const { embedded } = await openInMemory(tables)
  const login = { email: 'ann@example.org', password: 'a long password' }
  await assert.rejects(embedded.clients.auth.login(login), { code: 'invalid_credentials' })
  await embedded.stop()
  await tables.close()
})

async function exported(name: string, from: string): Promise<string> {
  const directory = join(root, name)
  const { code, said } = await runUsher(['export', directory, '--data-dir', from, '--json'])
  assert.equal(code, 0, said)
  return directory
}

async function filesOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort()
}

async function manifestOf(directory: string) {
  const text = await readFile(join(directory, 'manifest.json'), 'utf8')
  return JSON.parse(text) as Manifest
}
