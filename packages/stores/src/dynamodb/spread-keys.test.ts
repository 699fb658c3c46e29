import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventOfKey, partitionOfKey, shardOf, spreadKey } from './spread-keys.ts'

test('a key is a short decimal, plain for the first partition, and never that of another', () => {
  assert.equal(String(spreadKey(987, 0)), '987')
  assert.equal(String(spreadKey(987, 79)), '987.079')
  const parts = fc.tuple(fc.integer({ min: 1, max: 0xffff_ffff }), fc.integer({ min: 0, max: 999 }))
  fc.assert(
    fc.property(parts, ([event, partition]) => {
      const key = spreadKey(event, partition)
      assert.ok(String(key).length <= 14)
      assert.deepEqual([eventOfKey(key), partitionOfKey(key)], [event, partition])
    }),
  )
})

test('the shard of an id is stored with it: it stays what it was', () => {
  assert.deepEqual([shardOf('rsv_a', 16), shardOf('rsv_b', 16), shardOf('rsv_a', 1)], [8, 1, 0])
})
