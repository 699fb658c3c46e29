import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './problems-of.ts'
import { countsOf, fixture, readFile, rowNamed, rowsOf } from './read-files.fixture.ts'

const chart = (subChart: object, rest: object = {}) =>
  JSON.stringify({
    name: 'Chart',
    categories: { list: [{ label: 'A', key: 1, color: '#112233' }] },
    subChart,
    ...rest,
  })
const seat = (label: string | null, x: number, fields: object = {}) => {
  return { label, x, y: 0, categoryKey: 1, ...fields }
}

test('a chart of rows and general admission is read whole', () => {
  const { map, skipped } = readFile(fixture('seatsio-sampleChart.json'))
  assert.deepEqual(countsOf(map), [32, 4, 1, 2, 232, 3])
  assert.equal(rowNamed(map, 'Main', 'A'), '1 2 3 4 5 6 7 8')
  assert.deepEqual(
    rowsOf(map)[0]
      ?.seats.filter((it) => it.accessible)
      .map((it) => it.seatNumber),
    ['A7'],
  )
  assert.deepEqual(map.focalPoint, { x: 225, y: 33.23 })
  assert.deepEqual(
    map.areas.map(({ name, category, capacity }) => [name, category, capacity]),
    [
      ['GA1', 'Cat1', 100],
      ['GA2', 'Cat2', 100],
    ],
  )
  assert.deepEqual(
    map.categories.map(({ name, color }) => [name, color]),
    [
      ['Cat1', '#87A9CD'],
      ['Cat2', '#5E42ED'],
      ['Cat3', '#5E42BB'],
    ],
  )
  assert.deepEqual(skipped, [])
})

test('tables are sold by seat, or as a whole when they are booked so', () => {
  const { map } = readFile(fixture('seatsio-sampleChartWithTables.json'))
  assert.deepEqual(countsOf(map), [12, 2, 1, 0, 12, 2])
  assert.deepEqual(
    rowsOf(map).map(({ name, table, seats }) => [name, table, seats.length]),
    [
      ['T1', 'by_seat', 6],
      ['T2', 'whole', 6],
    ],
  )
})

test('floors have sections whose charts begin at their corners', () => {
  const { map } = readFile(fixture('seatsio-sampleChartWithFloors.json'))
  assert.deepEqual(countsOf(map), [4, 2, 2, 0, 4, 2])
  assert.deepEqual(
    rowsOf(map).map(({ seats }) => seats.map(({ x, y }) => [Math.round(x), Math.round(y)])),
    [
      [
        [21, 30],
        [42, 30],
      ],
      [
        [1258, 32],
        [1279, 32],
      ],
    ],
  )
})

test('what the designer calls an error is a problem', () => {
  const problems = problemsOf(() => readFile(fixture('seatsio-sampleChartWithErrors.json')))
  assert.deepEqual(problems, [
    {
      where: 'subChart.rows[0].seats[1]',
      reason: 'label: "1" is also the seat at subChart.rows[0].seats[0]',
    },
    {
      where: 'subChart.rows[0].seats[2].label',
      reason: 'has no label yet: give it one in the chart',
    },
    { where: 'subChart.rows[0].seats[3].categoryKey', reason: 'has no category' },
  ])
})

test('floors that lie over each other are moved apart, with a note', () => {
  const floor = (name: string) => ({
    floorName: name,
    rows: [{ label: name, seats: [seat('1', 0), seat('2', 20)] }],
  })
  const { map, notes } = readFile(
    JSON.stringify({ subChartFloors: [floor('1'), floor('2')], categories: [] }),
  )
  const [first, second] = rowsOf(map).map(({ seats }) => seats[0]?.y ?? 0)
  assert.ok((second ?? 0) > (first ?? 0))
  assert.ok(notes.some(({ where, reason }) => where === '2' && /drawn below/.test(reason)))
})

test('booths and pictures are left out and named; an aisle is where the row has a hole', () => {
  const { map, skipped } = readFile(
    chart({
      rows: [{ label: 'A', seats: [0, 20, 40, 90, 110].map((x, at) => seat(`${at + 1}`, x)) }],
      booths: [{ label: 'B1' }],
      texts: [{ text: 'Bar' }],
      shapes: [{ smartType: 'stage', center: { x: 50, y: -40 } }],
    }),
  )
  assert.equal(rowNamed(map, 'Main', 'A'), '1 2 3| 4 5')
  assert.deepEqual(map.focalPoint, { x: 50, y: -40 })
  assert.deepEqual(
    skipped.map(({ where }) => where),
    ['subChart.booths[0]', 'subChart.texts'],
  )
})

test('a chart without seats, labels or places says so', () => {
  assert.match(
    problemsOf(() => readFile('{"subChart": 5}'))[0]?.reason ?? '',
    /found an object|list/,
  )
  const rows = [{ label: null, seats: [{ label: '1', categoryKey: 1 }, seat(null, 5)] }]
  assert.deepEqual(
    problemsOf(() => readFile(chart({ rows }))).map(({ where }) => where),
    [
      'subChart.rows[0].label',
      'subChart.rows[0].seats[0].x',
      'subChart.rows[0].seats[1].label',
      'file',
    ],
  )
})
