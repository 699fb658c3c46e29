import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { SeatMapReportBody } from './bodies.ts'
import { draftEvent, smallHall } from './box-office.ts'
import { newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { type Answer, expectProblem, expectStatus } from './rest.ts'
import { untilReady } from './until.ts'

let platform: Platform
let organizer: Person
let path: string
before(async () => {
  platform = await startBare()
  organizer = await newOrganizer(platform.url)
  const { event_id: eventId } = await draftEvent(organizer)
  path = `/v1/events/${eventId}/seat-map`
})
after(() => platform.stop())

type Put = Answer<SeatMapReportBody & { readonly problems: readonly Remark[] }>
type Remark = SeatMapReportBody['skipped'][number]

function put(body: string | Uint8Array, query = '', type = 'application/json'): Promise<Put> {
  const headers = { 'content-type': type }
  return organizer.rest.call('PUT', `${path}?dry_run=true${query}`, { body, headers })
}

function putCsv(lines: readonly string[] | Uint8Array, query = ''): Promise<Put> {
  return put(lines instanceof Uint8Array ? lines : lines.join('\n'), query, 'text/csv')
}

function expectRefusal(answer: Put): readonly Remark[] {
  assert.ok(answer.status >= 400 && answer.status < 500, JSON.stringify(answer.body))
  const { status, code } = answer.body as unknown as { status: number; code: string }
  expectProblem(answer, { status, code })
  return answer.body.problems ?? []
}

test('files that are nothing, or nothing of ours, are refused', async () => {
  const deep = `${'{"sections":['.repeat(20_000)}1${']}'.repeat(20_000)}`
  const texts = [
    '',
    ' ',
    '0',
    'null',
    'true',
    '[]',
    '{}',
    '{"zones":[]}',
    '{"zones":{}}',
    '[[[[',
    deep,
  ]
  for (const text of texts) expectRefusal(await put(text))
  for (const text of ['', '\n\n\n', 'section,row,seat', 'a,b\n1,2', '"', ',,,\n,,,']) {
    expectRefusal(await putCsv([text]))
  }
})

test('bytes that are no text are refused in every format', async () => {
  const images = [
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    Buffer.from('504b0304140000000800', 'hex'),
    Buffer.from('section,row,seat\nCaf\u00e9,1,1', 'latin1'),
    Buffer.alloc(1024),
  ]
  for (const bytes of images) {
    for (const format of ['usher', 'pretix', 'csv']) {
      expectRefusal(await put(bytes, `&format=${format}`))
    }
  }
})

test('a spreadsheet in UTF-16 is read, and the report says so', async () => {
  const bytes = Buffer.from('\ufeffsection,row,seat\nA,1,1', 'utf16le')
  const { seats, notes } = expectStatus(await put(bytes, '&format=csv'), 200)
  assert.equal(seats, 1)
  assert.ok(notes.some(({ reason }) => reason.includes('utf-16le')))
})

test('spreadsheets come with any separator, line end and byte order mark', async () => {
  for (const separator of [',', ';', '\t']) {
    for (const end of ['\n', '\r\n']) {
      for (const mark of ['', '\ufeff']) {
        const lines = ['section,row,seat,category', 'Saal,A,1,X', 'Saal,A,2,X', '"Sa,al",B,1,X']
        const text = lines.map((line, i) => (i === 3 ? line : line.replaceAll(',', separator)))
        text[3] = ['"Sa,al;\t"', 'B', '1', 'X'].join(separator)
        const answer = await put(mark + text.join(end), '', 'text/csv')
        const { seats, skipped } = expectStatus(answer, 200)
        assert.deepEqual([seats, skipped], [3, []], JSON.stringify({ separator, end, mark }))
      }
    }
  }
})

test('columns are found by their names in other languages, by names given, or missed', async () => {
  const known = ['Block,Reihe,Platz', 'A,1,1', 'A,1,2']
  assert.equal(expectStatus(await putCsv(known), 200).seats, 2)
  const lines = ['Alpha,Beta,Gamma', 'A,1,1', 'A,1,2']
  expectRefusal(await putCsv(lines))
  const columns = encodeURIComponent('section:Alpha,row:Beta,seat:Gamma')
  assert.equal(expectStatus(await putCsv(lines, `&columns=${columns}`), 200).seats, 2)
  expectRefusal(await putCsv(lines, '&columns=nonsense'))
  expectRefusal(await putCsv(lines, `&columns=${encodeURIComponent('seat:Nowhere')}`))
})

test('every problem of a spreadsheet is listed with its line', async () => {
  const lines = [
    'section,row,seat,x,accessible',
    'S,A,1,0,no',
    'S,A,1,10,no',
    'S,A,2,wide,no',
    'S,A,3,20,perhaps',
    'S,A',
  ]
  const problems = expectRefusal(await putCsv(lines))
  const places = problems.map(({ where }) => where).join('\n')
  for (const line of [4, 5]) assert.match(places, new RegExp(`\\b${line}\\b`), places)
  assert.ok(problems.length >= 3, JSON.stringify(problems))
})

test('a seat that is there twice is a problem, not a second seat', async () => {
  const seat = { seat_number: 'A1', category: 'Front' }
  const row = { name: 'A', seats: [seat, seat] }
  const map = { ...smallHall, sections: [{ name: 'S', rows: [row] }] }
  const problems = expectRefusal(await put(JSON.stringify(map)))
  assert.ok(
    problems.some(({ reason }) => /A1/.test(reason)),
    JSON.stringify(problems),
  )
})

test('numbers beyond reason are refused', async () => {
  for (const change of [
    { areas: [{ name: 'F', category: 'Front', capacity: 1e12 }] },
    { areas: [{ name: 'F', category: 'Front', capacity: -1 }] },
    { areas: [{ name: 'F', category: 'Front', capacity: 1.5 }] },
    { categories: [{ name: 'Front', price: '99999999999999999999.00' }] },
    { categories: [{ name: 'Front', price: '1.001' }] },
    { categories: [{ name: 'Front', price: 45 }] },
    { currency: 'USD' },
    { focal_point: { x: 1e9, y: 0 } },
    { surprise: true },
  ]) {
    expectRefusal(await put(JSON.stringify({ ...smallHall, ...change })))
  }
})

test('names that would break a page or a path are kept as the text they are, or refused', async () => {
  const names = ['<script>alert(1)</script>', "'; DROP TABLE seats; --", '../../etc', 'ряд', '🎭']
  for (const name of names) {
    const seats = [{ seat_number: name, category: 'Front' }]
    const map = { ...smallHall, sections: [{ name, rows: [{ name, seats }] }] }
    assert.equal(expectStatus(await put(JSON.stringify(map)), 200).seats, 1)
  }
  for (const name of ['\u0000', 'A\n1', 'x'.repeat(65)]) {
    const seats = [{ seat_number: name, category: 'Front' }]
    const map = { ...smallHall, sections: [{ name: 'S', rows: [{ name: 'A', seats }] }] }
    expectRefusal(await put(JSON.stringify(map)))
  }
})

test('ten megabytes of anything are answered in time', async () => {
  const line = 'S,A,1\n'
  const flood = `section,row,seat\n${line.repeat(Math.ceil((10 * 1024 * 1024) / line.length))}`
  expectRefusal(await putCsv([flood]))
  const noise = Buffer.alloc(10 * 1024 * 1024, '{"zones":[')
  expectRefusal(await put(noise))
  await untilReady(organizer.rest)
})
