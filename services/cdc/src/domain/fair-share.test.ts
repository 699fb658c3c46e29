import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fairShare, toGiveAway } from './fair-share.ts'

test('shares are even, rounded up', () => {
  assert.equal(fairShare({ shards: 4, instances: 3 }), 2)
  assert.equal(fairShare({ shards: 0, instances: 3 }), 0)
  assert.equal(fairShare({ shards: 4, instances: 0 }), 4)
})

test('whoever has too much gives it away, and nobody else does', () => {
  assert.equal(toGiveAway(4, { shards: 4, counts: [4, 0] }), 2)
  assert.equal(toGiveAway(2, { shards: 4, counts: [2, 2, 0] }), 1)
  assert.equal(toGiveAway(2, { shards: 4, counts: [2, 1, 1] }), 0)
  assert.equal(toGiveAway(1, { shards: 1, counts: [1, 0, 0] }), 0)
})
