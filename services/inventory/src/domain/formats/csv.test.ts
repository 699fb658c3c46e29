import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Currency } from '@usher/kernel'
import type { Row, SeatMap } from '../seat-map.ts'
import { problemsOf } from './problems-of.ts'
import { readSeatMap, type SeatMapSource } from './read-seat-map.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url))

function read(content: string | Uint8Array, options: Partial<SeatMapSource> = {}) {
  return readSeatMap({ format: 'csv', content, currency: 'EUR' as Currency, ...options })
}

const rowsOf = ({ sections }: SeatMap): Row[] => sections.flatMap(({ rows }) => rows)
const numbers = ({ map }: { map: SeatMap }) =>
  rowsOf(map).map(({ seats }) =>
    seats.map((it) => `${it.seatNumber}${it.gapAfter === true ? '|' : ''}`).join(' '),
  )

test('seats with coordinates stand where the file says', () => {
  const file = read(fixture('theatre.csv'))
  assert.deepEqual(numbers(file), [
    'Stalls-A-1 Stalls-A-2 Stalls-A-4 Stalls-A-3',
    'Stalls-B-1 Stalls-B-2| Stalls-B-3 Stalls-B-4',
    'Circle, left-A-1 Circle, left-A-2',
  ])
  const [, row] = rowsOf(file.map)
  assert.deepEqual(
    row?.seats.map(({ accessible, companion }) => [accessible, companion]),
    [
      [true, false],
      [false, true],
      [false, false],
      [false, false],
    ],
  )
})

test('a file from Excel is read: BOM, semicolons, CRLF, quotes, decimal commas, its names', () => {
  const columns = {
    section: 'Bereich',
    row: 'Reihe',
    seat: 'Platz',
    category: 'kategorie',
    price: 'Preis',
    capacity: 'Plätze',
  }
  const file = read(fixture('saal.csv'), { columns })
  assert.deepEqual(numbers(file), ['1-1 1-2| 1-5', 'R1-1'])
  assert.deepEqual(
    file.map.categories.map(({ name, priceMinor }) => [name, priceMinor]),
    [
      ['Erste', 4500],
      ['Zweite', 3050],
    ],
  )
  assert.deepEqual(
    file.map.areas.map(({ name, capacity, category }) => [name, capacity, category]),
    [['Stehplätze', 250, 'Zweite']],
  )
  assert.deepEqual(file.notes, [{ where: 'line 1', reason: 'column "Anmerkung" is not used' }])
})

test('tabs separate too', () => {
  assert.deepEqual(numbers(read('section\trow\tseat\nStalls\tA\t1\nStalls\tA\t2\n')), ['A1 A2'])
})

test('seats without coordinates are laid out by number, with an aisle where one is missing', () => {
  const file = read('row,seat\nA,10\nA,1\nA,2\nA,3\nB,x\nB,y\n')
  assert.deepEqual(numbers(file), ['A1 A2 A3| A10', 'Bx By'])
  const oddRow = read('row,seat\nA,1\nA,5\nA,3\n')
  assert.deepEqual(numbers(oddRow), ['A1 A3 A5'])
  const [first, second] = rowsOf(file.map)
  assert.ok((first?.seats[0]?.y ?? 0) < (second?.seats[0]?.y ?? 0))
})

test('a number names one seat of the whole map, or the section says which', () => {
  assert.deepEqual(numbers(read('section,row,seat\nL,A,1\nR,B,1\n')), ['A1', 'B1'])
  assert.deepEqual(numbers(read('section,row,seat\nL,A,1\nR,A,1\n')), ['L-A-1', 'R-A-1'])
  assert.deepEqual(numbers(read('row,seat\n1,11\n11,1\n')), ['1-11', '11-1'])
})

test('own seat numbers stay', () => {
  const file = 'row,seat,seat_number\nA,1,VIP 1\nA,2,\nA,3,twice\nA,4,twice\n'
  assert.deepEqual(numbers(read(file)), ['VIP 1 A2 A3 A4'])
})

test('a seat that is listed twice is reported; two places of one name both land', () => {
  const twice = read('row,seat,x,y\nA,1,0,0\nA,2,10,0\nA,1,0,0\nA,2,20,0\n')
  assert.deepEqual(twice.skipped, [
    { where: 'line 4', reason: 'the same seat as line 2: row "A", seat "1"' },
  ])
  assert.deepEqual(numbers(twice), ['Main-A-1 Main-A-2 Main-A-2.2'])
})

test('lines with prices and no category make one category a price', () => {
  const { map } = read('row,seat,price\nA,1,45\nA,2,30.5\nA,3,45\n')
  assert.deepEqual(
    map.categories.map(({ name, priceMinor }) => [name, priceMinor]),
    [
      ['45', 4500],
      ['30.5', 3050],
    ],
  )
})

test('tables are told by a column', () => {
  const { map } = read('row,seat,table\nT1,1,whole\nT1,2,whole\nT2,1,by_seat\nA,1,\n')
  assert.deepEqual(
    rowsOf(map).map(({ table }) => table),
    ['whole', 'by_seat', 'none'],
  )
})

test('every problem is told with its line, and nothing is imported', () => {
  const file = [
    'section,row,seat,category,x,y,accessible,price,capacity,table',
    'Stalls,A,1,Std,zero,0,no,45.00,,',
    'Stalls,A,,Std,1,0,no,45.00,,',
    'Stalls,A,3,Std,2,,no,45.00,,',
    'Stalls,A,4,Std,3,0,perhaps,50.00,,',
    'Stalls,A,5,Std,4,0,no,45.001,,',
    'Stalls,A,6,Std,5,9e9,no,-3,,',
    'Stalls,A,7,Std,6,0,no',
    'Floor,,,Std,,,no,45.00,2000001,',
    'Floor,,,Std,,,no,45.00,0.5,',
    `${'n'.repeat(65)},A,1,Std,1,1,no,45.00,,whole`,
    'Stalls,A,8,Std,7,0,no,45.00,,round',
  ].join('\n')
  const problems = problemsOf(() => read(file))
  assert.deepEqual(
    problems.map(({ where, reason }) => `${where}: ${reason}`),
    [
      'line 8: expected 10 fields as in the header, found 7',
      'line 2: x: expected a number, found "zero"',
      'line 3: no seat (and no capacity, so it is no area)',
      'line 4: y: missing, while the other coordinate is given',
      'line 5: price: category "Std" has another price on line 2',
      'line 5: accessible: expected yes or no, found "perhaps"',
      'line 6: price: not an amount of EUR: "45.001"',
      'line 7: price: not an amount of EUR: "-3"',
      'line 7: x and y: a coordinate is at most 1000000 from 0',
      'line 9: a capacity is a whole number from 1 to 1000000, found 2000001',
      'line 10: a capacity is a whole number from 1 to 1000000, found 0.5',
      'line 10: the area "Floor" is already on line 9',
      `line 11: section: longer than 64 characters: "${'n'.repeat(40)}…"`,
      'line 12: table: expected none, by_seat or whole, found "round"',
    ],
  )
})

test('a header that will not do says what it has and what to do', () => {
  const [first] = problemsOf(() => read('Abschnitt,Linie,Ding\nA,1,1\n'))
  assert.match(first?.reason ?? '', /no column seat; the header has "Abschnitt", "Linie", "Ding"/)
  const missing = problemsOf(() => read('row,seat\nA,1\n', { columns: { section: 'Bereich' } }))
  assert.deepEqual(missing, [
    { where: 'line 1', reason: 'no column "Bereich", which columns names for section' },
  ])
  const unknown = problemsOf(() => read('row,seat\nA,1\n', { columns: { colour: 'row' } }))
  assert.match(unknown[0]?.reason ?? '', /no column of ours is called "colour"/)
  const twice = problemsOf(() => read('row,seat,seat\nA,1,2\n'))
  assert.match(twice[0]?.reason ?? '', /two columns seat/)
})

test('columns that nobody has named are known by their words, and the answer says which', () => {
  const { map, columns } = read('Sektor,Reihe,Platz,Nr\nLinks,1,7,x\n')
  assert.deepEqual(numbers({ map }), ['1-7'])
  assert.deepEqual(columns, { section: 'Sektor', row: 'Reihe', seat: 'Platz' })
})

test('what is no CSV is refused with its line', () => {
  assert.match(problemsOf(() => read('{"a": 1}'))[0]?.reason ?? '', /JSON or XML/)
  const [open] = problemsOf(() => read('row,seat\nA,1\nA,"2\nA,3\n'))
  assert.match(open?.reason ?? '', /not CSV: Quote Not Closed/)
  assert.equal(problemsOf(() => read('row,seat\n')).length, 1)
  const bottomless = `row,seat\nA,"${'1\n'.repeat(20_000)}`
  assert.equal(problemsOf(() => read(bottomless)).length, 1)
})
