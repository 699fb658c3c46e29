import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutPiece, textPieces } from './text-runs.ts'

test('words stay whole, Chinese may be broken anywhere, and blanks are remembered', () => {
  const pieces = textPieces('  Moon 水月2027 Вода ').map(({ text, cjk, spaced }) => {
    return `${spaced ? '_' : ''}${text}${cjk ? '*' : ''}`
  })
  assert.deepEqual(pieces, ['_Moon', '_水*', '月*', '2027', '_Вода'])
  assert.deepEqual(textPieces(''), [])
})

test('a piece is cut by characters, never through one', () => {
  const cut = cutPiece({ text: 'a🎭b', cjk: false, spaced: true })
  assert.deepEqual(
    cut.map(({ text, spaced }) => [text, spaced]),
    [
      ['a', true],
      ['🎭', false],
      ['b', false],
    ],
  )
})
