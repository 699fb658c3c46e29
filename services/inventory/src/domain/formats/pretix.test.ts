import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Currency } from '@usher/kernel'
import { countSeats, type Row, type SeatMap, totalCapacity } from '../seat-map.ts'
import { problemsOf } from './problems-of.ts'
import { readSeatMap, type SeatMapSource } from './read-seat-map.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url))

function readPlan(content: unknown, options: Partial<SeatMapSource> = {}) {
  const text = content instanceof Uint8Array ? content : JSON.stringify(content)
  return readSeatMap({ format: 'pretix', content: text, currency: 'EUR' as Currency, ...options })
}

/** A plan of one zone with these rows. */
const plan = (...rows: unknown[]) => ({
  name: 'Plan',
  categories: [{ name: 'A', color: '#336699' }],
  zones: [{ name: 'Saal', position: { x: 0, y: 0 }, rows }],
})
const seat = (seat_number: string, x: number, y = 0) => {
  return { seat_number, seat_guid: `g${seat_number}`, position: { x, y }, category: 'A' }
}
const rowsOf = ({ sections }: SeatMap): Row[] => sections.flatMap(({ rows }) => rows)
const labels = ({ seats }: Row) =>
  seats.map(({ label, gapAfter }) => `${label}${gapAfter === true ? '|' : ''}`).join(' ')

test('all 738 seats of a plan with 420 repeated guids land, each under its own number', () => {
  const { map, skipped } = readPlan(fixture('seatmap-canvas-stadium.json'))
  const numbers = rowsOf(map).flatMap(({ seats }) => seats.map((it) => it.seatNumber))
  assert.equal(countSeats(map), 738)
  assert.equal(new Set(numbers).size, 738)
  assert.deepEqual(skipped, [])
  assert.deepEqual(
    map.sections.map(({ name, rows }) => [name, rows.length]),
    [
      ['Ground floor', 72],
      ['First Floor', 18],
    ],
  )
  assert.equal(map.categories.length, 5)
  assert.equal(rowsOf(map)[0]?.seats[0]?.seatNumber, 'Ground floor-A-1')
  assert.ok(numbers.includes('Groundfloor-M-1' as never), 'a guid of its own stays')
})

test('rows that share a name and labels are told apart; the pitch is where everybody looks', () => {
  const { map, notes } = readPlan(fixture('seatmap-canvas-stadium.json'))
  const ground = map.sections[0]?.rows.map(({ name }) => name) ?? []
  assert.equal(new Set(ground).size, 72)
  assert.ok(ground.includes('A.8'))
  assert.deepEqual(notes[0], {
    where: 'zones[0].rows[6]',
    reason: 'another row "A": named "A.2"',
  })
  assert.deepEqual([map.focalPoint.x, map.focalPoint.y].map(Math.round), [1035, 836])
})

test('what editors leave out or write oddly is read all the same', () => {
  const { map, skipped } = readPlan(fixture('quirks-pretix.json'))
  assert.deepEqual(
    rowsOf(map).map((row) => [row.name, row.table, labels(row)]),
    [
      ['1', 'none', '1 2 3| 4'],
      ['R2', 'none', '2 3 1'],
      ['1.2', 'none', '1 2'],
      ['Tisch 1', 'by_seat', '1 3 2 4'],
    ],
  )
  assert.deepEqual(
    map.sections.map(({ name }) => name),
    ['Saal', 'Zone 3'],
  )
  assert.deepEqual(map.focalPoint, { x: 130, y: 30 }, 'the middle of the shape called Bühne')
  assert.deepEqual(
    map.areas.map(({ name, capacity, category }) => [name, capacity, category]),
    [['Stehplätze', 120, 'Loge']],
  )
  assert.equal(totalCapacity(map), 13 + 120)
  assert.deepEqual(skipped, [
    {
      where: 'zones[1].rows[0].seats[2]',
      reason: 'the same seat as zones[1].rows[0].seats[1]: row "1", seat "2"',
    },
  ])
})

test('a zone that is turned is turned about its position', () => {
  const { map } = readPlan(fixture('quirks-pretix.json'))
  const turned = rowsOf(map)[2]?.seats.map(({ x, y }) => [Math.round(x), Math.round(y)])
  assert.deepEqual(turned, [
    [300, 300],
    [300, 325],
  ])
})

test('neighbours come from positions, not from numbers', () => {
  const oddAndEven = plan({
    row_number: 'A',
    seats: [seat('1', 10), seat('2', -10), seat('3', 30), seat('4', -30), seat('5', 50)],
  })
  assert.deepEqual(rowsOf(readPlan(oddAndEven).map).map(labels), ['4 2 1 3 5'])
  const slanted = plan({
    row_number: 'A',
    seats: [seat('1', 40, 30), seat('2', 20, 15), seat('3', 0)],
  })
  assert.deepEqual(rowsOf(readPlan(slanted).map).map(labels), ['3 2 1'])
})

test('chairs in a ring are a table, in a bow they are a row', () => {
  const chairs = (count: number, share: number) =>
    Array.from({ length: count }, (_, at) => {
      const angle = (at / count) * share * 2 * Math.PI
      return seat(String(at + 1), 100 * Math.cos(angle), 100 * Math.sin(angle))
    })
  const { map } = readPlan(plan({ row_number: 'T', seats: chairs(8, 1) }))
  assert.deepEqual(
    rowsOf(map).map((row) => [row.table, labels(row)]),
    [['by_seat', '1 2 3 4 5 6 7 8']],
  )
  const bow = readPlan(plan({ row_number: 'T', seats: chairs(9, 0.3) })).map
  assert.equal(rowsOf(bow)[0]?.table, 'none')
  assert.doesNotMatch(labels(rowsOf(bow)[0] as Row), /\|/)
})

test('a row of two far apart has an aisle between them when the section is denser', () => {
  const near = { row_number: 'A', seats: [seat('1', 0), seat('2', 25), seat('3', 50)] }
  const far = { row_number: 'B', position: { x: 0, y: 25 }, seats: [seat('1', 0), seat('2', 300)] }
  assert.deepEqual(rowsOf(readPlan(plan(near, far)).map).map(labels), ['1 2 3', '1| 2'])
})

test('guids too long to say give way to row and number', () => {
  const long = { ...seat('1', 0), seat_guid: 'g'.repeat(65) }
  const { map } = readPlan(
    plan({ row_number: 'A', seats: [long, { ...seat('2', 25), seat_guid: 7 }] }),
  )
  assert.deepEqual(
    rowsOf(map)[0]?.seats.map((it) => it.seatNumber),
    ['A1', 'A2'],
  )
})

test('prices go to all categories or to none, never to some', () => {
  const two = plan({ row_number: 'A', seats: [seat('1', 0), { ...seat('2', 25), category: 'B' }] })
  const free = readPlan(two)
  assert.deepEqual(
    free.map.categories.map(({ priceMinor }) => priceMinor),
    [0, 0],
  )
  assert.ok(free.notes.some(({ reason }) => reason === 'is free until a price is given'))
  assert.deepEqual(
    problemsOf(() => readPlan(two, { prices: { A: 4500 } })),
    [{ where: 'prices', reason: 'category "B" has no price: pass prices' }],
  )
  const all = readPlan(two, { prices: { A: 4500, '*': 2000 } })
  assert.deepEqual(
    all.map.categories.map(({ priceMinor }) => priceMinor),
    [4500, 2000],
  )
  assert.equal(problemsOf(() => readPlan(two, { prices: { '*': -1 } })).length, 1)
  assert.equal(problemsOf(() => readPlan(two, { prices: { '*': 1.5 } })).length, 1)
})

test('every problem is told with its path, and nothing is imported', () => {
  const broken = plan(
    {
      row_number: 'A',
      seats: [{ ...seat('1', 0), position: { x: 'left', y: 0 } }, 7, seat('2', 2e6)],
    },
    { row_number: ['A'], seats: {} },
    null,
  )
  assert.deepEqual(
    problemsOf(() => readPlan(broken)).map(({ where }) => where),
    [
      'zones[0].rows[2]',
      'zones[0].rows[0].seats[1]',
      'zones[0].rows[0].seats[0].position.x',
      'zones[0].rows[0].seats[2].position.x',
      'zones[0].rows[1].seats',
      'zones[0].rows[1].row_number',
    ],
  )
})

test('a plan that is none says what a plan has', () => {
  for (const content of [{}, { zones: 'nope' }, { sections: [] }]) {
    assert.match(problemsOf(() => readPlan(content))[0]?.reason ?? '', /name, categories and zones/)
  }
  assert.match(
    problemsOf(() => readPlan([1, 2]))[0]?.reason ?? '',
    /expected an object, found a list/,
  )
  assert.match(problemsOf(() => readPlan(plan()))[0]?.reason ?? '', /no seats and no areas/)
  assert.match(
    problemsOf(() => readSeatMap({ format: 'pretix', content: '{"zones": []}' }))[0]?.reason ?? '',
    /does not say what its prices are in/,
  )
})
