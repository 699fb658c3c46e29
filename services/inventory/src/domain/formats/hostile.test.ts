import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Currency, DomainError, isDomainError } from '@usher/kernel'
import fc from 'fast-check'
import { seatMapLimits } from '../seat-map.ts'
import { layoutOf } from '../seat-layout.ts'
import { problemsOf } from './problems-of.ts'
import { seatMapJson } from './seat-map-json.ts'
import { readSeatMap, type SeatMapFormat, seatMapFormats } from './read-seat-map.ts'

const currency = 'EUR' as Currency
const reasonOf = (format: SeatMapFormat, content: Uint8Array | string) =>
  problemsOf(() => readSeatMap({ format, content, currency }))
    .map(({ where, reason }) => `${where}: ${reason}`)
    .join('\n')

test('an empty file, a blank one and one that is no JSON are told apart', () => {
  for (const format of seatMapFormats) {
    assert.equal(reasonOf(format, ''), 'file: is empty')
    assert.equal(reasonOf(format, new Uint8Array(0)), 'file: is empty')
    assert.equal(reasonOf(format, ' \n\t '), 'file: is empty')
  }
  assert.match(reasonOf('pretix', '{"zones": ['), /^file: is not JSON/)
  assert.match(reasonOf('usher', 'null'), /^file: expected an object, found null/)
  assert.match(reasonOf('pretix', '"text"'), /^file: expected an object, found "text"/)
})

test('text that is not UTF-8 is refused with its line', () => {
  const latin1 = Uint8Array.from(Buffer.from('row,seat\nA,1\nBühne,2\n', 'latin1'))
  assert.equal(reasonOf('csv', latin1), 'line 3: is not UTF-8; save the file as UTF-8')
  const latin1Xml = Buffer.from('<?xml version="1.0"?><svg id="B\u00fchne"/>', 'latin1')
  assert.equal(reasonOf('svg', latin1Xml), 'line 1: is not UTF-8; save the file as UTF-8')
  const unknown = Buffer.from('<?xml version="1.0" encoding="klingon"?><svg/>')
  assert.match(reasonOf('svg', unknown), /^line 1: the encoding "klingon" is not known/)
  const cut = Buffer.from([0xff, 0xfe, 0x41])
  assert.match(reasonOf('csv', cut), /^file: is not the utf-16le that it says it is/)
})

test('UTF-16 with its mark, and XML in the encoding it declares, are read with a note', () => {
  const utf16 = Buffer.from('\ufeffrow,seat\nB\u00fchne,1\n', 'utf16le')
  const csv = readSeatMap({ format: 'csv', content: utf16, currency })
  assert.equal(csv.map.sections[0]?.rows[0]?.name, 'B\u00fchne')
  assert.deepEqual(csv.notes[0], { where: 'file', reason: 'read as utf-16le' })
  const drawn = '<circle data-row="B\u00fchne" data-seat="1" r="2"/>'
  for (const encoding of ['ISO-8859-1', 'windows-1252']) {
    const text = `<?xml version="1.0" encoding="${encoding}"?><svg>${drawn}</svg>`
    const content = Uint8Array.from(Buffer.from(text, 'latin1'))
    const svg = readSeatMap({ format: null, content, currency })
    assert.equal(svg.map.sections[0]?.rows[0]?.name, 'B\u00fchne')
    assert.equal(svg.notes[0]?.reason, 'read as windows-1252')
  }
})

test('a spreadsheet with more lines than any hall has seats is not read to its end', () => {
  const lines = `section,row,seat\n${'S,A,1\n'.repeat(201_001)}`
  assert.match(reasonOf('csv', lines), /^file: has more lines than a map has seats and areas/)
})

test('a file above the limit is not even decoded', () => {
  const huge = new Uint8Array(seatMapLimits.contentBytes + 1)
  assert.match(reasonOf('csv', huge), /^file: has 67108865 bytes; the limit is 67108864/)
})

test('too many seats are refused', () => {
  const lines = Array.from({ length: seatMapLimits.seats + 1 }, (_, seat) => `A,${seat}`)
  const reason = reasonOf('csv', `row,seat\n${lines.join('\n')}`)
  assert.equal(reason, 'file: has 200001 seats; the limit is 200000')
})

test('deep nesting is refused, wherever it is', () => {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000)
  assert.match(reasonOf('pretix', deep), /^file: /)
  assert.match(
    reasonOf('pretix', `{"zones": ${deep}}`),
    /zones\[0\]: expected an object, found a list/,
  )
  assert.match(reasonOf('usher', `{"currency": "EUR", "sections": ${deep}}`), /sections\[0\]/)
})

test('a flood of problems is counted, and the first hundred are listed', () => {
  const zones = Array.from({ length: 5000 }, () => 7)
  assert.throws(
    () => readSeatMap({ format: 'pretix', content: JSON.stringify({ zones }), currency }),
    (error: unknown) =>
      isDomainError(error, 'invalid_seat_map') &&
      error.facts['problem_count'] === 5001 &&
      (error.facts['problems'] as unknown[]).length === 100,
  )
})

test('many seats of one name stay quick', () => {
  const lines = Array.from({ length: 50_000 }, (_, at) => `A,1,${at},0`)
  const { map } = readSeatMap({
    format: 'csv',
    content: `row,seat,x,y\n${lines.join('\n')}`,
    currency,
  })
  const numbers = map.sections[0]?.rows[0]?.seats.map((seat) => seat.seatNumber)
  assert.equal(new Set(numbers).size, 50_000)
})

test('whatever the bytes, the answer is a map or problems', () => {
  const words = fc.constantFrom(
    'zones',
    'rows',
    'seats',
    'sections',
    'name',
    '__proto__',
    'position',
  )
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null)),
      tie('object'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    object: fc.dictionary(words, tie('value'), { maxKeys: 4 }),
  })).object
  const content = fc.oneof(
    json.map((value) => JSON.stringify(value)),
    fc.string(),
    fc.uint8Array(),
  )
  fc.assert(
    fc.property(content, fc.constantFrom(...seatMapFormats), (content, format) => {
      try {
        readSeatMap({ format, content, currency })
      } catch (error) {
        assert.ok(error instanceof DomainError, String(error))
        assert.equal(error.code, 'invalid_seat_map')
      }
    }),
    { numRuns: 500 },
  )
})

test('a plan with anything anywhere is a map or problems', () => {
  const file = new URL('../../../fixtures/quirks-pretix.json', import.meta.url)
  const plan = readFileSync(file, 'utf8')
  const slots = slotsOf(JSON.parse(plan)).length
  const junk = fc.constantFrom<unknown>(null, -1, 1e300, '', 'x', '7', true, [], {}, [[]], [null], {
    x: 'y',
  })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: slots - 1 }), junk), { maxLength: 3 }),
      (changes) => {
        const changed: unknown = JSON.parse(plan)
        for (const [slot, value] of changes) slotsOf(changed)[slot]?.(value)
        try {
          const { map } = readSeatMap({
            format: 'pretix',
            content: JSON.stringify(changed),
            currency,
          })
          layoutOf(map)
          assert.deepEqual(readSeatMap({ format: 'usher', content: seatMapJson(map) }).map, map)
        } catch (error) {
          assert.ok(isDomainError(error, 'invalid_seat_map'), String(error))
        }
      },
    ),
    { numRuns: 500 },
  )
})

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
