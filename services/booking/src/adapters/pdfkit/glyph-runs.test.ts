import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsedFont } from './fonts.ts'
import { type GlyphRun, keptRuns, type Layout } from './glyph-runs.ts'

const letters = [
  ...characters(0x20, 0x7e),
  ...characters(0xa1, 0x17f).filter((letter) => letter !== '\u00ad'),
  ...'–—‘’“”…€',
]
const asPdfKitReads = ({ glyphs, positions, advanceWidth }: GlyphRun) => ({
  glyphs,
  positions: positions.map(({ xAdvance, xOffset, yOffset }) => [xAdvance, xOffset, yOffset]),
  advanceWidth,
})

for (const name of ['regular', 'bold'] as const) {
  test(`a text put together from pairs stands as the ${name} font wants it`, () => {
    const font = parsedFont(name)
    const whole: Layout = (text) => font.layout(text)
    const kept = keptRuns(whole)
    const same = (text: string) => {
      assert.deepEqual(asPdfKitReads(kept(text)), asPdfKitReads(whole(text)))
    }
    const typical = [
      'AVATAR To. Ty',
      'Office affluent fjord',
      'Tête-à-tête',
      'Вода',
      '🎭',
      'e\u0301',
      '',
    ]
    for (const text of typical) same(text)
    const words = fc.array(fc.constantFrom(...letters), { maxLength: 12 })
    fc.assert(
      fc.property(words, (word) => same(word.join(''))),
      { numRuns: 400 },
    )
  })
}

test('no more runs are kept than may be, and what was forgotten is laid out again', () => {
  const asked: string[] = []
  const layout = keptRuns((text) => (asked.push(text), run(text)), 2)
  for (const text of ['水', '月', '水', '年', '水']) layout(text)
  assert.deepEqual(asked, ['水', '月', '年', '水'])
})

test('a long text is not kept', () => {
  const asked: string[] = []
  const layout = keptRuns((text) => (asked.push(text), run(text)))
  for (const text of ['水'.repeat(41), '水'.repeat(41)]) layout(text)
  assert.equal(asked.length, 2)
})

test('what a document does to its positions reaches no other', () => {
  const layout = keptRuns(run)
  const [position] = layout('水').positions
  Object.assign(position as object, { xAdvance: 0 })
  assert.equal(layout('水').advanceWidth, 600)
})

function run(text: string): GlyphRun {
  const glyphs = Array.from(text, () => ({}))
  const positions = glyphs.map(() => ({ xAdvance: 600, yAdvance: 0, xOffset: 0, yOffset: 0 }))
  return { glyphs, positions, advanceWidth: 600 * glyphs.length }
}

function characters(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i))
}
