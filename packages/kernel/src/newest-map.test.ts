import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NewestMap } from './newest-map.ts'

test('what was set longest ago makes room', () => {
  const newest = new NewestMap<string, number>(2)
  newest.set('a', 1).set('b', 2).set('a', 3).set('c', 4)
  assert.deepEqual([...newest], Object.entries({ a: 3, c: 4 }))
  newest.set('c', 5)
  assert.deepEqual([...newest], Object.entries({ a: 3, c: 5 }))
})
