import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './problems-of.ts'
import { countsOf, fixture, readFile, rowNamed, rowsOf } from './read-files.fixture.ts'

const reasons = (content: object, columns: Record<string, string> = {}) =>
  problemsOf(() => readFile(JSON.stringify(content), { format: 'json', columns })).map(
    ({ where, reason }) => `${where}: ${reason}`,
  )

test('a hall of 1115 places with Cyrillic sections and a blank row is read whole', () => {
  const { map, notes, skipped, columns } = readFile(fixture('ticketland-hall.json'))
  assert.deepEqual(countsOf(map), [1115, 39, 6, 0, 1115, 1])
  assert.deepEqual(
    map.sections.map(({ name, rows }) => [name, rows.length]),
    [
      ['Танцевальный партер', 30],
      ['VIP 4', 1],
      ['VIP 3', 1],
      ['VIP 2', 1],
      ['VIP 1', 4],
      ['Super VIP', 2],
    ],
  )
  assert.deepEqual(columns, {
    section: 'objects[].attrs.section',
    row: 'objects[].attrs.row',
    seat: 'objects[].attrs.seat',
    x: 'objects[].x',
    y: 'objects[].y',
  })
  assert.ok(
    notes.some(({ reason }) => reason.startsWith('900 seats have no row: put into rows by where')),
  )
  assert.equal(rowNamed(map, 'Танцевальный партер', 'R2').slice(0, 8), '31 32 33')
  assert.deepEqual([Math.round(map.focalPoint.x), map.focalPoint.y], [592, -60])
  const [others] = skipped
  assert.deepEqual(others, {
    where: 'objects[]',
    reason: '8 of 1123 have no seat: not read as seats',
  })
})

test('an auditorium with even seats on the left has its neighbours side by side', () => {
  const { map, notes, columns } = readFile(fixture('ull-paraninfo.json'))
  assert.deepEqual(countsOf(map), [603, 29, 4, 0, 603, 1])
  assert.equal(columns['seat_number'], 'sections[].seats[].id')
  assert.equal(rowNamed(map, 'Patio de Butacas', 'A'), '14 12 10 8 6 4 2| 1 3 5 7 9 11 13')
  assert.equal(rowNamed(map, 'Anfiteatro', 'H'), '1 3 5 7 9 11 13 15 17 19 21')
  assert.equal(rowNamed(map, 'Palco Bajo', 'Even'), '32 30 28 26 24 22 20 18 16 14 12 10 8 6 4 2')
  assert.equal(rowsOf(map)[0]?.seats[0]?.seatNumber, 'stalls-Q-24')
  // Row A is at the bottom, and so is the stage; what lies over the stalls is drawn beyond them.
  assert.ok(map.focalPoint.y > 670)
  const tops = map.sections.map(({ rows }) => Math.min(...rows.map((row) => row.seats[0]?.y ?? 0)))
  assert.ok((tops[1] ?? 0) < (tops[0] ?? 0))
  assert.equal(notes.filter(({ reason }) => /drawn above/.test(reason)).length, 2)
})

test('the mapping that is answered reads the file alike when it is given', () => {
  for (const name of ['ticketland-hall.json', 'ull-paraninfo.json']) {
    const guessed = readFile(fixture(name), { format: 'json' })
    const given = readFile(fixture(name), { format: 'json', columns: guessed.columns })
    assert.deepEqual(given, guessed)
  }
})

test('words of several languages are known; parts of a house beside each other are sections', () => {
  const spanish = [
    { Zona: 'Platea', Fila: '1', Butaca: 1, Precio: '20.00' },
    { Zona: 'Palco', Fila: '1', Butaca: 1, Precio: '45.50' },
  ]
  const { map } = readFile(JSON.stringify(spanish))
  assert.deepEqual(
    rowsOf(map).map(({ seats }) => seats[0]?.seatNumber),
    ['Platea-1-1', 'Palco-1-1'],
  )
  assert.deepEqual(
    map.categories.map(({ name, priceMinor }) => [name, priceMinor]),
    [
      ['20.00', 2000],
      ['45.50', 4550],
    ],
  )
  const house = {
    stalls: { rows: [{ letter: 'A', seats: [{ no: 1 }, { no: 2 }] }] },
    balcony: { rows: [{ letter: 'A', seats: ['1', '2', '3'] }] },
    standing: [{ name: 'Floor', capacity: 300 }],
  }
  const read = readFile(JSON.stringify(house))
  assert.deepEqual(countsOf(read.map), [5, 2, 2, 1, 305, 1])
  assert.equal(read.columns['seat'], 'stalls.rows[].seats[].no | balcony.rows[].seats[]')
})

test('a mapping by paths wins over the words', () => {
  const file = { places: [{ a: 'Left', b: 'K', c: 9, d: 'Gold' }] }
  const columns = {
    section: 'places[].a',
    row: 'places[].b',
    seat: 'places[].c',
    category: 'places[].d',
  }
  const read = readFile(JSON.stringify(file), { format: 'json', columns })
  assert.deepEqual(read.columns, columns)
  assert.equal(rowNamed(read.map, 'Left', 'K'), '9')
  assert.equal(read.map.categories[0]?.name, 'Gold')
})

test('what a mapping cannot mean is a problem with what to do', () => {
  const seats = [{ row: 'A', seat: '1' }]
  assert.deepEqual(reasons({ nothing: [] }), [
    'file: no list of seats was found; say where it is by the option columns',
  ])
  assert.match(reasons({ seats }, { colour: 'seats[].c' })[0] ?? '', /no field of ours/)
  assert.match(reasons({ seats }, { seat: 'seats[[' })[0] ?? '', /is no path such as/)
  assert.match(
    reasons({ seats }, { seat: 'chairs[].no' })[0] ?? '',
    /there is no list "chairs\[\]"/,
  )
  assert.match(reasons({ seats }, { row: 'rows[].name' })[0] ?? '', /no list of seats lies in/)
  assert.deepEqual(reasons({ seats: [...seats, { row: 'A' }, { row: 'A', seat: { no: 1 } }] }), [
    'seats[1]: has a row and no seat',
    'seats[2]: seat: expected text, found an object',
    'seats[2]: its seat is blank',
  ])
  assert.match(reasons({ seats: [{ row: 'A', seat: '1', x: 'left', y: 1 }] })[0] ?? '', /^seats/)
})
