import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keptSubsets } from './font-subsets.ts'

test('the same glyphs in the same order have one file, made once', () => {
  const { encoded, subsetOf } = subsets(10)
  const [first, again] = [subsetOf(0, 4, 2).encode(), subsetOf(0, 4, 2).encode()]
  assert.equal(first, again)
  assert.notDeepEqual(subsetOf(0, 2, 4).encode(), first)
  assert.deepEqual(encoded, ['0,4,2', '0,2,4'])
})

test('no more files are kept than may be, and what was forgotten is made again', () => {
  const { encoded, subsetOf } = subsets(2)
  for (const glyph of [1, 2, 1, 3, 1]) subsetOf(glyph).encode()
  assert.deepEqual(encoded, ['1', '2', '3', '1'])
})

/** Subsets that say when a file of theirs is made. */
function subsets(filesMax: number) {
  const encoded: string[] = []
  let glyphs: readonly number[] = []
  const create = keptSubsets(() => {
    const own = glyphs
    return { glyphs: own, encode: () => (encoded.push(own.join()), Uint8Array.from(own)) }
  }, filesMax)
  const subsetOf = (...wanted: readonly number[]) => {
    glyphs = wanted
    return create()
  }
  return { encoded, subsetOf }
}
