import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  activeKey,
  isRotationDue,
  type SigningKey,
  SUCCESSION_MS,
  verifyingKeys,
} from './signing-key.ts'

const key = (generation: number, createdAtMs: number): SigningKey => ({
  generation,
  keyId: `key ${generation}`,
  privateKey: '',
  createdAtMs,
})
const [first, second] = [key(1, 0), key(2, 1_000_000)]
const keys = [first, second]

test('the newest generation signs, whatever the clocks said when it was made', () => {
  assert.equal(activeKey([]), undefined)
  assert.equal(activeKey([key(3, 5), key(10, 1), key(9, 7)])?.generation, 10)
})

test('an old key verifies until the last token it can have signed has expired', () => {
  const at = (nowMs: number) => verifyingKeys(keys, { nowMs, tokenTtlMs: 600_000 })
  const endMs = second.createdAtMs + 600_000 + SUCCESSION_MS
  assert.deepEqual(at(second.createdAtMs), [second, first])
  assert.deepEqual(at(endMs - 1), [second, first])
  assert.deepEqual(at(endMs), [second])
})

test('rotation is due when there is no key, or the active one has had its time', () => {
  const isDue = (some: readonly SigningKey[], nowMs: number) =>
    isRotationDue(some, { nowMs, keyLifeMs: 500 })
  assert.ok(isDue([], 0))
  assert.ok(!isDue(keys, second.createdAtMs + 499))
  assert.ok(isDue(keys, second.createdAtMs + 500))
})
