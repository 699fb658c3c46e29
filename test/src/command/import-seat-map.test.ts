import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { draftEvent, smallHall } from '../e2e/box-office.ts'
import { newOrganizer, type Person } from '../e2e/people.ts'
import { startPlatform } from '../e2e/start-platform.ts'
import { Rest } from '../e2e/rest.ts'
import { runUsher } from './usher-command.ts'

const directory = await mkdtemp(join(tmpdir(), 'usher-import-'))
const dataDir = join(directory, 'data')
let organizer: Person
let eventId: number
before(async () => {
  const platform = await startPlatform({ command: 'serve', dataDir })
  organizer = await newOrganizer(platform.url)
  eventId = (await draftEvent(organizer)).event_id
  await platform.stop()
})
after(() => rm(directory, { recursive: true }))

function fixture(name: string): string {
  return fileURLToPath(new URL(`../../../services/inventory/fixtures/${name}`, import.meta.url))
}

interface Report {
  readonly seats: number
  readonly areas: number
  readonly skipped: readonly { where: string; reason: string }[]
  readonly columns: Readonly<Record<string, string>>
}

/** Imports with --json; answers the one document that was printed. */
async function importJson(file: string, ...options: string[]) {
  const target = ['--event', String(eventId), '--data-dir', dataDir]
  const ended = await runUsher(['import', 'seat-map', file, ...target, '--json', ...options])
  assert.equal(ended.out.trim().split('\n').length, 1, ended.out)
  return { ...ended, document: (ended.out === '' ? {} : JSON.parse(ended.out)) as object }
}

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(directory, name)
  await writeFile(file, content)
  return file
}

test('a plan is tried, then imported, and its seats are on the map', async () => {
  const plan = fixture('seatmap-canvas-stadium.json')
  const tried = await importJson(plan, '--format', 'pretix', '--dry-run')
  assert.equal(tried.code, 0, tried.said)
  assert.deepEqual(tried.document, { seats: 738, areas: 0, skipped: [], columns: {} })
  const done = await importJson(plan, '--format', 'pretix', '--prices', 'Category I:60.00,*:20.00')
  assert.deepEqual([done.code, done.document], [0, tried.document])
  const platform = await startPlatform({ command: 'serve', dataDir })
  try {
    const rest = new Rest(platform.url, organizer.token)
    const { body } = await rest.get<object>(`/v1/events/${eventId}/seat-map`)
    const numbers = JSON.stringify(body).match(/"seat_number"/g)
    assert.equal(numbers?.length, 738)
  } finally {
    await platform.stop()
  }
})

test('a spreadsheet with names, separators and a byte order mark of its own is read', async () => {
  const columns = 'section:Bereich,row:Reihe,seat:Platz,category:Kategorie,price:Preis'
  const options = ['--columns', `${columns},capacity:Plätze`, '--format', 'csv']
  const { code, document, said } = await importJson(fixture('saal.csv'), ...options)
  assert.equal(code, 0, said)
  const { columns: read, ...report } = document as Report
  assert.deepEqual(report, { seats: 4, areas: 1, skipped: [] })
  assert.deepEqual([read['section'], read['capacity']], ['Bereich', 'Plätze'])
})

test('what is left out of a plan is told with where and why', async () => {
  const { code, document, said } = await importJson(fixture('quirks-pretix.json'), '--dry-run')
  assert.equal(code, 0, said)
  assert.deepEqual(Object.keys(document), ['seats', 'areas', 'skipped', 'columns'])
  const { skipped } = document as Report
  assert.ok(skipped.length > 0)
  for (const remark of skipped) assert.deepEqual(Object.keys(remark), ['where', 'reason'])
})

test('a file with errors imports nothing and lists every problem, with code 1', async () => {
  const row = { name: 'A', seats: [{ seat_number: 'A1', category: 'X' }, { seat_number: 'A1' }] }
  const map = { ...smallHall, sections: [{ name: 'S', rows: [row] }], areas: [{ name: 'F' }] }
  const { code, document, said } = await importJson(await written('bad.json', JSON.stringify(map)))
  assert.equal(code, 1)
  const { problems } = document as { problems: Report['skipped'] }
  const places = problems.map(({ where }) => where).join(' ')
  for (const place of ['rows[0].seats[0]', 'rows[0].seats[1]', 'areas[0]']) {
    assert.ok(places.includes(place), `${place} in ${places}`)
  }
  assert.match(said, /nothing was imported/)
})

test('ten megabytes of noise are refused within seconds, with code 1', async () => {
  const bytes = Buffer.alloc(10 * 1024 * 1024)
  for (let at = 0; at < bytes.length; at++) bytes[at] = (at * 2_654_435_761) >>> 24
  for (const format of ['usher', 'pretix', 'csv']) {
    const { code, said } = await importJson(await written('noise', bytes), '--format', format)
    assert.equal(code, 1, said)
    assert.ok(said.length < 10_000, 'and without printing them')
  }
})

test('what cannot be begun says why, each with its own code', async () => {
  const plan = fixture('theatre.csv')
  const event = ['--event', String(eventId)]
  const cases: readonly [code: number, said: RegExp, args: string[]][] = [
    [2, /--event/, [plan, '--data-dir', dataDir]],
    [2, /format/, [plan, ...event, '--data-dir', dataDir, '--format', 'xlsx']],
    [1, /event_not_found/, [plan, '--event', '4000000000', '--data-dir', dataDir]],
    [1, /file_unreadable/, [join(directory, 'none.csv'), ...event, '--data-dir', dataDir]],
    [3, /no_data_dir/, [plan, ...event, '--data-dir', join(directory, 'nothing')]],
  ]
  for (const [code, said, args] of cases) {
    const ended = await runUsher(['import', 'seat-map', ...args, '--json'])
    assert.equal(ended.code, code, ended.said)
    assert.match(ended.said, said)
    assert.equal(ended.out, '')
  }
})

test('while a server has the data, it is the server that imports', async () => {
  const platform = await startPlatform({ command: 'serve', dataDir })
  try {
    const beside = await importJson(fixture('theatre.csv'))
    assert.equal(beside.code, 4)
    assert.match(beside.said, /--url/)
    const through = ['--url', platform.url, '--token', organizer.token]
    const { code, document, said } = await importJson(fixture('theatre.csv'), ...through)
    assert.equal(code, 0, said)
    const { columns, ...report } = document as Report
    assert.deepEqual(report, { seats: 10, areas: 0, skipped: [] })
    assert.equal(columns['section'], 'section')
  } finally {
    await platform.stop()
  }
})

test('an audit prints what it checked and what is wrong, and nothing else', async () => {
  const { code, out } = await runUsher(['audit', '--data-dir', dataDir, '--json'])
  assert.equal(code, 0)
  const document = JSON.parse(out) as { checked: Record<string, number>; violations: unknown[] }
  assert.deepEqual(Object.keys(document), ['checked', 'violations'])
  assert.deepEqual(document.violations, [])
  assert.equal(document.checked['seats'], 10)
})
