import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isDomainError } from '@usher/kernel'
import fc from 'fast-check'
import { countSeats, totalCapacity } from '../seat-map.ts'
import { layoutOf } from '../seat-layout.ts'
import { fixture, labelsOf, readFile, rowsOf } from './read-files.fixture.ts'
import type { ReadSeatMap, SeatMapSource } from './read-seat-map.ts'
import { seatMapJson } from './seat-map-json.ts'

/** Reads whatever it is: a sound map whose numbers are unique, or the one error. */
function attempt(content: string | Uint8Array, options: Partial<SeatMapSource>): void {
  try {
    assertSound(readFile(content, options))
  } catch (error) {
    assert.ok(isDomainError(error, 'invalid_seat_map'), String(error))
  }
}

function assertSound({ map }: ReadSeatMap): void {
  layoutOf(map)
  const numbers = rowsOf(map).flatMap(({ seats }) => seats.map((it) => it.seatNumber))
  assert.equal(new Set(numbers).size, numbers.length)
  assert.ok(numbers.every((it) => it.length <= 64 && !/[\p{Cc}\p{Cf}]/u.test(it)))
  assert.deepEqual(readFile(seatMapJson(map), { format: 'usher' }).map, map)
}

test('each example of docs/seat-maps.md is read as its own format, without a note of doubt', () => {
  const page = readFileSync(new URL('../../../../../docs/seat-maps.md', import.meta.url), 'utf8')
  const examples = [...page.matchAll(/```(?:json|xml)\n([\s\S]*?)```/g)].map((it) => it[1] ?? '')
  const prices = { '*': 1_000 }
  const reads = examples.map((content) => readFile(content, { prices }))
  assert.deepEqual(
    reads.map(({ map, notes, skipped }) => {
      return [...notes.map(({ reason }) => reason), ...skipped, ...rowsOf(map).map(labelsOf)]
    }),
    [
      ['read as usher', '1 2| 3 4', '1 2 3 4'],
      ['read as svg', '1 2| 3'],
      ['read as seatsio', '1 2'],
      ['read as json', '1 3'],
    ],
  )
  assert.deepEqual(reads[3]?.columns, {
    section: 'sectores[].nombre',
    row: 'sectores[].filas[].letra',
    seat: 'sectores[].filas[].butacas[].numero',
    x: 'sectores[].filas[].butacas[].x',
    y: 'sectores[].filas[].butacas[].y',
  })
})

const junk = fc.constantFrom<unknown>(null, -1, 1e300, '', ' ', '?', '7', 'x\u200b', true, [], {}, [
  null,
])

const documents = [
  ['seatsio', 'seatsio-sampleChart.json'],
  ['seatsio', 'seatsio-sampleChartWithTables.json'],
  ['seatsio', 'seatsio-sampleChartWithFloors.json'],
] as const

for (const [format, name] of documents) {
  test(`${name} with anything anywhere is a map or problems`, () => {
    const text = new TextDecoder().decode(fixture(name))
    const slots = slotsOf(JSON.parse(text)).length
    const changes = fc.array(fc.tuple(fc.nat({ max: slots - 1 }), junk), { maxLength: 3 })
    fc.assert(
      fc.property(changes, fc.constantFrom(format, 'json', null), (changes, format) => {
        const document: unknown = JSON.parse(text)
        for (const [slot, value] of changes) slotsOf(document)[slot]?.(value)
        attempt(JSON.stringify(document), { format })
      }),
      { numRuns: 150 },
    )
  })
}

test('lists of seats in any words and shapes lose nobody', () => {
  const label = fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom('A', 'Ñ', '7b', '\u200b', ' '),
  )
  const place = fc.record(
    {
      row: label,
      seat: label,
      section: label,
      x: fc.oneof(fc.integer({ min: -99, max: 99 }), junk),
      y: fc.integer({ min: -99, max: 99 }),
      price: fc.oneof(fc.constantFrom(5, '5.00', 'free'), junk),
      accessible: fc.oneof(fc.boolean(), junk),
      capacity: fc.oneof(fc.integer({ min: 1, max: 9 }), junk),
    },
    { requiredKeys: ['seat', 'row'] },
  )
  fc.assert(
    fc.property(fc.array(place, { maxLength: 12 }), (seats) => {
      attempt(JSON.stringify({ hall: { seats } }), { format: 'json' })
    }),
    { numRuns: 300 },
  )
})

test('every seat of a drawing and every place of its areas is for sale', () => {
  const seat = fc.record({
    section: fc.constantFrom('L', 'R'),
    row: fc.integer({ min: 1, max: 3 }),
    seat: fc.integer({ min: 1, max: 5 }),
    x: fc.integer({ min: 0, max: 400 }),
    y: fc.integer({ min: 0, max: 400 }),
  })
  const unique = fc.uniqueArray(seat, {
    selector: ({ section, row, seat, x, y }) => [section, row, seat, x, y].join(' '),
    minLength: 1,
    maxLength: 30,
  })
  const areas = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 3 })
  const turn = fc.integer({ min: 0, max: 360 })
  fc.assert(
    fc.property(unique, areas, turn, (seats, areas, turn) => {
      const shapes = seats.map(
        ({ section, row, seat, x, y }) =>
          `<circle data-section="${section}" data-row="${row}" data-seat="${seat}" ` +
          `cx="${x}" cy="${y}"/>`,
      )
      const spaces = areas.map((places) => `<rect data-capacity="${places}" width="9" height="9"/>`)
      const turned = `<g transform="rotate(${turn})">${shapes.join('')}${spaces.join('')}</g>`
      const read = readFile(`<svg>${turned}</svg>`)
      assertSound(read)
      assert.equal(countSeats(read.map), seats.length)
      const places = areas.reduce((sum, it) => sum + it, seats.length)
      assert.equal(totalCapacity(read.map), places)
      assert.deepEqual(read.skipped, [])
    }),
    { numRuns: 200 },
  )
})

test('a drawing with anything anywhere is a map or problems', () => {
  const value = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('seat-1-A-1', 'A1', 'rotate(', 'matrix(1 0 0 1 1e999 0)', '1e400', '#a', 'NaN'),
  )
  const name = fc.constantFrom(
    ...`id data-seat data-row data-section data-capacity data-price class
    transform cx cy r d points href viewBox style display fill constructor __proto__`.split(/\s+/),
  )
  const tag = fc.constantFrom('g', 'circle', 'rect', 'path', 'use', 'svg', 'text', 'title', 'defs')
  const element = fc.letrec<{ element: string }>((tie) => ({
    element: fc
      .tuple(
        tag,
        fc.array(fc.tuple(name, value), { maxLength: 5 }),
        fc.oneof({ maxDepth: 3 }, fc.constant(''), fc.array(tie('element'), { maxLength: 4 })),
      )
      .map(([tag, attributes, inside]) => {
        const written = attributes.map(([name, value]) => `${name}="${escaped(value)}"`).join(' ')
        return `<${tag} ${written}>${Array.isArray(inside) ? inside.join('') : inside}</${tag}>`
      }),
  })).element
  const columns = fc.dictionary(
    fc.constantFrom('id', 'seat', 'row', 'category', 'x'),
    fc.oneof(
      value,
      fc.constantFrom('{row}{seat}', '{section}-{row}-{seat}', 'class', '{seat}|{row}'),
    ),
    { maxKeys: 2 },
  )
  fc.assert(
    fc.property(fc.array(element, { maxLength: 8 }), columns, (elements, columns) => {
      attempt(`<svg>${elements.join('')}</svg>`, { format: 'svg', columns })
    }),
    { numRuns: 500 },
  )
})

test('text cut and mixed at random is a map or problems', () => {
  const names = ['tessitura-amazing-venue.svg', 'seatsio-sampleChart.json', 'saal.csv']
  const texts = names.map((name) => new TextDecoder().decode(fixture(name)).slice(0, 6_000))
  const cut = fc.tuple(fc.constantFrom(...texts), fc.nat(6_000), fc.string(), fc.nat(6_000))
  fc.assert(
    fc.property(cut, ([text, from, inserted, to]) => {
      attempt(text.slice(0, from) + inserted + text.slice(to), { format: null })
    }),
    { numRuns: 300 },
  )
})

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** A setter for every place in a document. */
function slotsOf(value: unknown): ((value: unknown) => void)[] {
  if (typeof value !== 'object' || value === null) return []
  const record = value as Record<string, unknown>
  return Object.keys(record).flatMap((key) => [
    (changed: unknown) => {
      record[key] = changed
    },
    ...slotsOf(record[key]),
  ])
}
