import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyFilter } from './key-filter.ts'

const keys = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}_01m848vwgq${i}`)

test('a key that was added is never denied', () => {
  const filter = KeyFilter.forKeys(10_000)
  for (const key of keys('rsv', 10_000)) filter.add(key)
  assert.ok(keys('rsv', 10_000).every((key) => filter.mayHave(key)))
})

test('few keys that were not added look present', () => {
  const filter = KeyFilter.forKeys(100_000)
  for (const key of keys('rsv', 100_000)) filter.add(key)
  const mistaken = keys('bk', 100_000).filter((key) => filter.mayHave(key)).length
  assert.ok(mistaken < 3000, `${mistaken} of 100000`)
})
