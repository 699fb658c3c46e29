import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TurnShared } from './turn-shared.ts'

test('an answer is worked out once a turn and anew in the next', async () => {
  const shared = new TurnShared<string, number>()
  let made = 0
  const ask = (key: string) => shared.get(key, async () => ++made)
  assert.deepEqual(await Promise.all([ask('a'), ask('a'), ask('b')]), [1, 1, 2])
  await new Promise(setImmediate)
  assert.equal(await ask('a'), 3)
})

test('a failure is shared and forgotten as well', async () => {
  const shared = new TurnShared<string, number>()
  const fail = () => Promise.reject(new Error('no'))
  await assert.rejects(shared.get('a', fail))
  await assert.rejects(shared.get('a', async () => 1))
  await new Promise(setImmediate)
  assert.equal(await shared.get('a', async () => 1), 1)
})
