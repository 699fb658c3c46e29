import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from './batch-reads.ts'
import { DueShards } from './due-shards.ts'
import { shardOf } from './spread-keys.ts'

const COUNT = 4
const QUIET_MS = 1000
const [name, shard] = ['a', shardOf('a', COUNT)]

/** An index with a list of times for each shard, and which of them were asked. */
function indexed(...times: readonly number[]) {
  const shards = new DueShards({
    count: COUNT,
    quietMs: QUIET_MS,
    dueAtMs: (item) => Number(item['at']),
  })
  const index = { times: [...times] }
  const asked: number[] = []
  const look = async (nowMs: number) => {
    asked.length = 0
    const due: number[] = []
    const query = async function* (of: number, untilMs: number): AsyncGenerator<Item, void> {
      asked.push(of)
      if (of !== shard) return
      for (const at of index.times.toSorted((a, b) => a - b)) if (at <= untilMs) yield { at }
    }
    for (const items of shards.due(nowMs, query)) {
      for await (const item of items) due.push(Number(item['at']))
    }
    return due
  }
  return { shards, index, asked, look }
}

test('a shard is left alone until what is next in it is due, and no longer than agreed', async () => {
  const { asked, look } = indexed(700)
  assert.deepEqual(await look(0), [])
  assert.equal(asked.length, COUNT)
  await look(699)
  assert.deepEqual(asked, [])
  assert.deepEqual(await look(700), [700])
  assert.deepEqual(asked, [shard])
  await look(1000)
  assert.equal(asked.length, COUNT)
})

test('what is due and stays so is found by each look', async () => {
  const { look } = indexed(5)
  for (const nowMs of [5, 6, 7]) assert.deepEqual(await look(nowMs), [5])
})

test('what this process has written wakes the shard, also while the index lags behind', async () => {
  const { shards, index, asked, look } = indexed()
  await look(0)
  shards.expect(name, 100)
  await look(99)
  assert.deepEqual(asked, [])
  await look(100)
  assert.deepEqual(asked, [shard])
  index.times.push(100)
  assert.deepEqual(await look(101), [100])
})

test('what is settled wakes nobody', async () => {
  const { shards, asked, look } = indexed()
  await look(0)
  shards.expect(name, 100)
  shards.settle(name)
  await look(500)
  assert.deepEqual(asked, [])
})

test('what another process has left behind is found at the next look at the latest', async () => {
  const { index, look } = indexed()
  await look(0)
  index.times.push(1)
  assert.deepEqual(await look(QUIET_MS - 1), [])
  assert.deepEqual(await look(QUIET_MS), [1])
})
