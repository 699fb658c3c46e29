import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLease } from './lease.ts'
import { leasesOfNoShard, leasesToMake } from './shard-tree.ts'

const shard = (shardId: string, ...parentIds: string[]) => ({ shardId, parentIds })
const made = (...args: Parameters<typeof leasesToMake>) =>
  leasesToMake(...args).map(({ shardId }) => shardId)

test('shards without parents are read first, and their children when they are finished', () => {
  const shards = [shard('a'), shard('b', 'a'), shard('c', 'a'), shard('d', 'b', 'c')]
  assert.deepEqual(made('s', shards, []), ['a'])
  const a = newLease('s', 'a')
  assert.deepEqual(made('s', shards, [a]), [])
  const finished = { ...a, finished: true }
  assert.deepEqual(made('s', shards, [finished]), ['b', 'c'])
  const b = { ...newLease('s', 'b'), finished: true }
  assert.deepEqual(made('s', shards, [finished, b, newLease('s', 'c')]), [])
  const c = { ...newLease('s', 'c'), finished: true }
  assert.deepEqual(made('s', shards, [finished, b, c]), ['d'])
})

test('a parent that is no longer kept is waited for no longer', () => {
  assert.deepEqual(made('s', [shard('b', 'a')], []), ['b'])
})

test('leases of another stream, that of a table made anew, say nothing', () => {
  const old = { ...newLease('old', 'a'), finished: true }
  assert.deepEqual(made('s', [shard('a'), shard('b', 'a')], [old]), ['a'])
  assert.deepEqual(leasesOfNoShard('s', [shard('a')], [old]), [])
})

test('leases of shards that are gone are found', () => {
  const [a, b] = [newLease('s', 'a'), newLease('s', 'b')]
  assert.deepEqual(leasesOfNoShard('s', [shard('b')], [a, b]), [a])
})
