import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CursorPart, decodeCursor, encodeCursor } from './cursor.ts'

const invalid = { kind: 'invalid', code: 'invalid_cursor' }

test('a cursor gives back the parts it was made of', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.integer(),
    fc.constant('Zürich – 東京'),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts: CursorPart[]) => {
      const shape = parts.map((p) => (typeof p === 'string' ? 'string' : 'number'))
      const cursor = encodeCursor(parts)
      assert.match(cursor, /^[A-Za-z0-9_-]+$/)
      assert.deepEqual(decodeCursor(cursor, shape), parts)
    }),
  )
})

test('a cursor with one changed, missing or added character is refused', () => {
  const cursor = encodeCursor([1_700_000_000_000, 42])
  const shape = ['number', 'number'] as const
  for (let i = 0; i < cursor.length; i++) {
    const other = cursor[i] === 'A' ? 'B' : 'A'
    const changed = `${cursor.slice(0, i)}${other}${cursor.slice(i + 1)}`
    assert.throws(() => decodeCursor(changed, shape), invalid)
    assert.throws(() => decodeCursor(`${cursor.slice(0, i)}${cursor.slice(i + 1)}`, shape), invalid)
  }
  for (const tail of ['A', '=', '!', ' ']) {
    assert.throws(() => decodeCursor(cursor + tail, shape), invalid)
  }
})

test('a cursor of another list, and a text that is no cursor, are refused', () => {
  const shape = ['number', 'string'] as const
  assert.throws(() => decodeCursor(encodeCursor(['a', 1]), shape), invalid)
  assert.throws(() => decodeCursor(encodeCursor([1]), shape), invalid)
  for (const text of ['', 'x', '%%%', 'bnVsbA', 'A'.repeat(100_000)]) {
    assert.throws(() => decodeCursor(text, shape), invalid)
  }
})
