import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Stage } from '../stage/stage.ts'
import { oneAfterAnother } from './one-after-another.ts'
import type { Scenario } from './scenario.ts'

const stage = new Stage(() => undefined)
const options = { seconds: 1, baselines: false }

function found(figure: number, sound = true): Scenario {
  return async () => ({ document: { figure }, table: `figure ${figure}`, sound })
}

test('documents go by name and tables below each other', async () => {
  const all = oneAfterAnother({ one: found(1), two: found(2) })
  assert.deepEqual(await all(stage, options), {
    document: { one: { figure: 1 }, two: { figure: 2 } },
    table: 'one\n\nfigure 1\n\n\ntwo\n\nfigure 2',
    sound: true,
  })
})

test('one that found a fault makes all of them fail, and the others run', async () => {
  const all = oneAfterAnother({ one: found(1, false), two: found(2) })
  const { sound, document } = await all(stage, options)
  assert.equal(sound, false)
  assert.deepEqual(Object.keys(document), ['one', 'two'])
})
