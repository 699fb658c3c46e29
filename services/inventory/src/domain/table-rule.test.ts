import assert from 'node:assert/strict'
import { test } from 'node:test'
import { companionsAlone } from './companion-rule.ts'
import { sketchedView } from './sketched-map.ts'
import { partTables } from './table-rule.ts'

test('a table sold as a whole is taken as a whole or not at all', () => {
  const { layout } = sketchedView({ S: ['..', '=....', '=..'] })
  assert.deepEqual(partTables(layout, [0, 2, 3]), [{ row: 1, missing: [4, 5] }])
  assert.deepEqual(partTables(layout, [2, 3, 4, 5]), [])
  assert.deepEqual(partTables(layout, [0, 1]), [])
  assert.deepEqual(partTables(layout, [5, 7]), [
    { row: 1, missing: [2, 3, 4] },
    { row: 2, missing: [6] },
  ])
  assert.equal(layout.seatAt(2).tableRow, 1)
  assert.equal(layout.seatAt(0).tableRow, undefined)
})

test('a table sold by seat may be shared', () => {
  assert.deepEqual(partTables(sketchedView({ S: ['o....'] }).layout, [1]), [])
})

test('a companion seat goes with an accessible one', () => {
  const { layout } = sketchedView({ S: ['cwc.'] })
  assert.deepEqual(companionsAlone(layout, [0, 3]), [0])
  assert.deepEqual(companionsAlone(layout, [0, 1, 2]), [])
  assert.deepEqual(companionsAlone(layout, [3]), [])
})
