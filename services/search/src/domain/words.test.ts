import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldText } from './fold-text.ts'
import { nearWords } from './near-words.ts'
import { tokensOf, wordsOf } from './words.ts'

test('text is folded to what people type', () => {
  const cases = {
    ÀÉÎ: 'aei',
    ß: 'ss',
    Łódź: 'lodz',
    'Ёлка й': 'елка и',
    ＡＢＣ: 'abc',
    서울: '서울',
  }
  for (const [text, folded] of Object.entries(cases)) assert.equal(foldText(text), folded)
})

test('runs without spaces are cut into pairs, words are not', () => {
  const tokens = (text: string) => wordsOf(text).flatMap(tokensOf)
  assert.deepEqual(tokens('夜雨十年 live'), ['夜雨', '雨十', '十年', '年', 'live'])
  assert.deepEqual(tokens("L'Orfeo, AC/DC 2026年"), ['l', 'orfeo', 'ac', 'dc', '2026', '年'])
  assert.deepEqual(tokens('雨'), ['雨'])
})

test('no text makes a token with a quote or a space', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
      for (const token of wordsOf(text).flatMap(tokensOf)) assert.match(token, /^[^\s"\0]+$/u)
    }),
    { seed: 1 },
  )
})

test('near words are those that a full table finds near', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 7 })
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 30 }),
      word,
      fc.constantFrom(1, 2),
      (words, to, max) => {
        const sorted = [...new Set(words)].sort()
        const expected = sorted.filter((each) => distance(each, to) <= max)
        assert.deepEqual([...nearWords(sorted, to, max).keys()], expected)
      },
    ),
    { seed: 1, numRuns: 500 },
  )
})

/** Optimal string alignment, straight from its definition. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)]
  const same = a.at(-1) === b.at(-1)
  if (same) return distance(restA, restB)
  const least = 1 + Math.min(distance(restA, b), distance(a, restB), distance(restA, restB))
  const swapped = a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
  return swapped ? Math.min(least, 1 + distance(a.slice(0, -2), b.slice(0, -2))) : least
}
