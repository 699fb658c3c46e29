import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bytesOfId, idOfBytes } from './id-bytes.ts'

test('every id of 128 bits has its bytes, and every 16 bytes have their id', () => {
  const ids = fc.stringMatching(/^bk_[0-7][0-9a-hjkmnp-tv-z]{25}$/)
  fc.assert(fc.property(ids, (id) => assert.equal(idOfBytes('bk_', bytesOfId(id)), id)))
  const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 })
  fc.assert(
    fc.property(sixteen, (bytes) => assert.deepEqual(bytesOfId(idOfBytes('bk_', bytes)), bytes)),
  )
})

test('what is larger, shorter or no id has no bytes', () => {
  for (const id of [`bk_8${'0'.repeat(25)}`, `bk_${'0'.repeat(20)}`, `bk_${'u'.repeat(26)}`, '']) {
    assert.throws(() => bytesOfId(id), RangeError)
  }
})
