import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Currency, SeatNumber } from '@usher/kernel'
import fc from 'fast-check'
import { countSeats, type SeatMap, totalCapacity } from '../seat-map.ts'
import { sketchedMap } from '../sketched-map.ts'
import { problemsOf } from './problems-of.ts'
import { readSeatMap, type SeatMapSource } from './read-seat-map.ts'
import { seatMapJson } from './seat-map-json.ts'
import { readStoredSeatMap } from './stored-seat-map.ts'

function read(content: unknown, options: Partial<SeatMapSource> = {}) {
  return readSeatMap({ format: 'usher', content: JSON.stringify(content), ...options })
}

const small = {
  name: 'Small',
  currency: 'EUR',
  categories: [{ name: 'A', price: '45.00', color: '#336699' }],
  sections: [
    {
      name: 'Stalls',
      rows: [{ name: '1', seats: [{ seat_number: 'S1', label: '1', category: 'A' }] }],
    },
  ],
}

/** `small` with one place of it replaced. */
const smallWith = (fields: object) => ({ ...small, ...fields })
const withSeat = (fields: object) => {
  const seats = [{ seat_number: 'S1', label: '1', category: 'A', ...fields }]
  return smallWith({ sections: [{ name: 'Stalls', rows: [{ name: '1', seats }] }] })
}

test('the example of docs/seat-maps.md is read as it says', () => {
  const page = readFileSync(new URL('../../../../../docs/seat-maps.md', import.meta.url), 'utf8')
  const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const { map, skipped, notes } = readSeatMap({ format: 'usher', content: example })
  assert.deepEqual([countSeats(map), totalCapacity(map), skipped, notes], [8, 308, [], []])
  assert.deepEqual(
    map.sections.flatMap(({ rows }) => rows.map(({ table }) => table)),
    ['none', 'whole'],
  )
})

test('a map that was read is written and read again as the same map', () => {
  const content = readFileSync(
    new URL('../../../fixtures/seatmap-canvas-stadium.json', import.meta.url),
  )
  const { map } = readSeatMap({ format: 'pretix', content, currency: 'EUR' as Currency })
  assertSurvives(map)
})

test('any map survives being written and read', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }).filter(isName)
  const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((it) => it + 0)
  const row = fc.stringMatching(/^[=o]?([.,wc]\|?){1,5}$/)
  const map = fc
    .record({
      name,
      sections: fc.dictionary(name, fc.array(row, { minLength: 1, maxLength: 3 }), { minKeys: 1 }),
      x: coordinate,
      y: coordinate,
      capacity: fc.integer({ min: 1, max: 1000 }),
    })
    .map(({ name, sections, x, y, capacity }): SeatMap => {
      const area = { name, category: 'Premium', capacity, x, y }
      return { ...sketchedMap(sections), name, focalPoint: { x, y }, areas: [area] }
    })
  fc.assert(fc.property(map, assertSurvives), { numRuns: 200 })
})

function isName(text: string): boolean {
  return text.trim() === text && text.normalize('NFC') === text && !invisible.test(text)
}

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u

function assertSurvives(map: SeatMap): void {
  assert.deepEqual(readSeatMap({ format: 'usher', content: seatMapJson(map) }).map, map)
  assert.deepEqual(readStoredSeatMap(seatMapJson(map)), map)
}

test('seats may leave out number, label and place', () => {
  const seats = [{ category: 'A' }, { category: 'A', gap_after: true }, { category: 'A' }]
  const { map } = read(smallWith({ sections: [{ name: 'S', rows: [{ name: 'A', seats }] }] }))
  assert.deepEqual(
    map.sections[0]?.rows[0]?.seats.map(({ seatNumber, gapAfter }) => [seatNumber, gapAfter]),
    [
      ['A1', undefined],
      ['A2', true],
      ['A3', undefined],
    ],
  )
  const [first, second] = map.sections[0]?.rows[0]?.seats ?? []
  assert.ok((first?.x ?? 0) < (second?.x ?? 0))
})

test('the caller may set prices; the currency must be the event’s', () => {
  assert.equal(read(small).map.categories[0]?.priceMinor, 4500)
  assert.equal(read(small, { prices: { A: 100 } }).map.categories[0]?.priceMinor, 100)
  assert.deepEqual(
    problemsOf(() => read(small, { currency: 'JPY' as Currency })),
    [{ where: 'currency', reason: 'EUR, but the event sells in JPY' }],
  )
  assert.equal(
    read({ ...small, currency: undefined }, { currency: 'EUR' as Currency }).map.currency,
    'EUR',
  )
})

const wrong: readonly (readonly [string, unknown, RegExp])[] = [
  [
    'an unknown field',
    withSeat({ lable: '1' }),
    /^sections\[0\]\.rows\[0\]\.seats\[0\]\.lable: unknown/,
  ],
  [
    'a prototype as a field',
    JSON.parse('{"__proto__": {"name": "x"}, "sections": []}'),
    /^__proto__: unknown/,
  ],
  ['an unknown category', withSeat({ category: 'B' }), /"B" is not among the categories/],
  ['a category called after the prototype', withSeat({ category: 'constructor' }), /not among/],
  ['no category', withSeat({ category: null }), /seats\[0\]\.category: missing/],
  ['a label that is no text', withSeat({ label: {} }), /label: expected text, found an object/],
  ['a flag that is none', withSeat({ accessible: 'yes' }), /expected true or false, found "yes"/],
  ['a coordinate of words', withSeat({ x: 'left', y: 0 }), /x: expected a number, found "left"/],
  ['half a place', withSeat({ x: 1 }), /y: missing/],
  ['a coordinate out of sight', withSeat({ x: 1e7, y: 0 }), /at most 1000000 from 0/],
  ['a name too long', withSeat({ seat_number: 's'.repeat(65) }), /longer than 64 characters/],
  ['a control character', withSeat({ seat_number: 'a\u0007b' }), /control characters/],
  ['a lone surrogate', withSeat({ seat_number: 'a\ud800' }), /control characters/],
  ['a currency that is none', smallWith({ currency: 'XYZ' }), /^currency: not an ISO 4217/],
  ['no currency', smallWith({ currency: undefined }), /^currency: missing/],
  [
    'a price with too many digits',
    smallWith({ categories: [{ name: 'A', price: '45.001' }] }),
    /price: not an amount of EUR/,
  ],
  [
    'a negative price',
    smallWith({ categories: [{ name: 'A', price: '-1' }] }),
    /price: not an amount/,
  ],
  [
    'two categories of one name',
    smallWith({ categories: [{ name: 'A' }, { name: 'A' }] }),
    /a second category/,
  ],
  [
    'a colour that is none',
    smallWith({ categories: [{ name: 'A', color: 'red' }] }),
    /expected #rrggbb/,
  ],
  [
    'two sections of one name',
    smallWith({ sections: [...small.sections, ...small.sections] }),
    /a second section/,
  ],
  ['no sections', smallWith({ sections: undefined }), /^sections: missing/],
  ['sections that are no list', smallWith({ sections: {} }), /^sections: expected a list/],
  [
    'an area of nobody',
    smallWith({ areas: [{ name: 'F', category: 'A', capacity: 0 }] }),
    /areas\[0\]\.capacity: a capacity is/,
  ],
  [
    'an area of too many',
    smallWith({ areas: [{ name: 'F', category: 'A', capacity: 1e7 }] }),
    /capacity is a whole number/,
  ],
  [
    'an unknown table',
    smallWith({ sections: [{ name: 'S', rows: [{ name: 'T', table: 'half', seats: [] }] }] }),
    /expected none, by_seat or whole/,
  ],
  ['a pretix plan', { zones: [] }, /try format pretix/],
]

for (const [what, content, expected] of wrong) {
  test(`${what} is refused with its path`, () => {
    const problems = problemsOf(() => read(content)).map(
      ({ where, reason }) => `${where}: ${reason}`,
    )
    assert.ok(
      problems.some((problem) => expected.test(problem)),
      problems.join('\n'),
    )
  })
}

test('a seat number that two seats have is refused with both paths', () => {
  const seats = ['S1', 'S1'].map((seat_number) => ({ seat_number, category: 'A' }))
  const twice = smallWith({ sections: [{ name: 'S', rows: [{ name: 'A', seats }] }] })
  assert.deepEqual(
    problemsOf(() => read(twice)),
    [
      {
        where: 'sections[0].rows[0].seats[1].seat_number',
        reason: 'S1 is also the seat at sections[0].rows[0].seats[0]',
      },
    ],
  )
})

test('numbers written as text and text written as numbers are understood', () => {
  const { map } = read(withSeat({ seat_number: 7, label: 7, x: '1.5', y: '-2e1' }))
  const place = map.sections[0]?.rows[0]?.seats[0]
  assert.deepEqual([place?.seatNumber, place?.x, place?.y], ['7' as SeatNumber, 1.5, -20])
})
