import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeRecords, encodeRecord } from './redo-record.ts'

const records = [1, 2, 3].map((sequence) => ({
  sequence,
  body: JSON.stringify([['seats', [sequence, 'Ä']]]),
}))
const file = Buffer.concat(records.map(encodeRecord))
const lastStart = Buffer.concat(records.slice(0, 2).map(encodeRecord)).length

test('records come back as they were written', () => {
  assert.deepEqual(decodeRecords(file), { records, bytes: file.length })
})

test('a last record cut short at any byte is left out, and the others stay', () => {
  for (let length = lastStart; length < file.length; length++) {
    const { records: kept, bytes, damagedAt } = decodeRecords(file.subarray(0, length))
    assert.deepEqual(kept, records.slice(0, 2))
    assert.equal(bytes, lastStart)
    assert.equal(damagedAt, undefined)
  }
})

test('a flipped bit before the last record is reported as damage, wherever it is', () => {
  for (let bit = 0; bit < lastStart * 8; bit++) {
    const flipped = Buffer.from(file)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const { damagedAt } = decodeRecords(flipped)
    assert.notEqual(damagedAt, undefined, `bit ${bit}`)
  }
})

test('a flipped bit in the last record is never served', () => {
  for (let bit = lastStart * 8; bit < file.length * 8; bit++) {
    const flipped = Buffer.from(file)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.deepEqual(decodeRecords(flipped).records, records.slice(0, 2))
  }
})
