import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownBytes } from './own-bytes.ts'

test('a small Buffer, which is a part of a pool, is copied and can be given away', () => {
  const pooled = Buffer.from('section,row,seat\nA,1,1\n')
  const own = ownBytes(pooled)
  const given = structuredClone(own, { transfer: [own.buffer] })
  assert.equal(Buffer.from(given).toString(), pooled.toString())
  assert.equal(pooled.toString().length, 23)
})

test('a whole buffer is given away without a copy', () => {
  const content = new Uint8Array([1, 2, 3])
  assert.equal(ownBytes(content).buffer, content.buffer)
})

test('an empty array can be given away again and again', () => {
  const empty = new Uint8Array(0)
  for (let i = 0; i < 2; i++) {
    const own = ownBytes(empty)
    assert.equal(structuredClone(own, { transfer: [own.buffer] }).byteLength, 0)
  }
})
