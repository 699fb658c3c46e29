import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askedTogether } from './asked-together.ts'

/** Answers every key but `none`, and notes what was asked in one call. */
function asking() {
  const calls: (readonly string[])[] = []
  const ask = askedTogether(async (keys) => {
    calls.push(keys)
    if (keys.includes('broken')) throw new Error('nobody answers')
    return new Map(keys.filter((key) => key !== 'none').map((key) => [key, `the ${key}`]))
  })
  return { ask, calls }
}

test('what is asked for in one turn is asked in one call, each thing once', async () => {
  const { ask, calls } = asking()
  const answers = await Promise.all(['a', 'b', 'a', 'none'].map(ask))
  assert.deepEqual(answers, ['the a', 'the b', 'the a', undefined])
  assert.deepEqual(calls, [['a', 'b', 'none']])
  assert.equal(await ask('c'), 'the c')
})

test('a call asks for a hundred at most', async () => {
  const { ask, calls } = asking()
  await Promise.all(Array.from({ length: 250 }, (_, at) => ask(`${at}`)))
  assert.deepEqual(
    calls.map((keys) => keys.length),
    [100, 100, 50],
  )
})

test('who asked hears of the failure', async () => {
  const { ask } = asking()
  const answers = await Promise.allSettled(['broken', 'a'].map(ask))
  assert.ok(answers.every(({ status }) => status === 'rejected'))
})
