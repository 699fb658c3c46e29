import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { amount, instant, instantOrNull, namesOf, unixSeconds } from './values.ts'

test('an instant reads as ISO 8601 says, in any order of days', () => {
  const anyMs = fc.integer({ min: -62_000_000_000_000, max: 250_000_000_000_000 })
  fc.assert(fc.property(anyMs, (ms) => instant(BigInt(ms)) === new Date(ms).toISOString()))
})

test('zero stands for never', () => {
  assert.equal(instantOrNull(0n), null)
  assert.equal(instantOrNull(1n), '1970-01-01T00:00:00.001Z')
})

test('seconds are whole', () => assert.equal(unixSeconds(1_999n), 1))

test('money has the decimals of its currency, and none is money too', () => {
  assert.equal(amount(15_000n, 'EUR'), '150.00')
  assert.equal(amount(1500n, 'JPY'), '1500')
  assert.equal(amount(0n, ''), '0')
})

test('names are found by number', () => {
  const nameOf = namesOf({ UNSPECIFIED: 0, ON_SALE: 1, PAST: 2 })
  assert.deepEqual([nameOf(1), nameOf(2)], ['ON_SALE', 'PAST'])
})
