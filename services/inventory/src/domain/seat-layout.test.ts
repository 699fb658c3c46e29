import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SeatNumber } from '@usher/kernel'
import { blockKind } from './seat-blocks.ts'
import { DISTANCE_STEPS, layoutOf } from './seat-layout.ts'
import { sketchedMap } from './sketched-map.ts'

const layout = layoutOf({
  ...sketchedMap({ Stalls: ['..|.,,', 'wc..'], Boxes: ['=...', 'o..'] }),
  areas: [{ name: 'Floor', category: 'Premium', capacity: 30, x: 0, y: 0 }],
})

test('seats are found by number and told by index', () => {
  assert.equal(layout.seatCount, 14)
  assert.equal(layout.indexOf('Stalls-B-1' as SeatNumber), 5)
  assert.equal(layout.indexOf('Stalls-Z-1' as SeatNumber), undefined)
  assert.equal(layout.indexOf('__proto__' as SeatNumber), undefined)
  assert.deepEqual(layout.seatAt(4), {
    seatNumber: 'Stalls-A-5',
    section: 'Stalls',
    rowNumber: 'A',
    seatType: 'Premium',
    category: 'Premium',
    priceMinor: 9000,
    accessible: false,
    companion: false,
    tableRow: undefined,
  })
  assert.equal(layout.seatAt(5).accessible, true)
  assert.equal(layout.seatAt(6).companion, true)
  assert.throws(() => layout.seatAt(14), RangeError)
})

test('areas have a place, a price and a capacity', () => {
  assert.deepEqual(layout.areaNamed('Floor'), {
    index: 0,
    name: 'Floor',
    category: 'Premium',
    priceMinor: 9000,
    capacity: 30,
    distance: 1,
  })
  assert.equal(layout.areaNamed('Roof'), undefined)
})

test('aisles, categories, wheelchair places and rows cut blocks; a whole table is one', () => {
  const { start, kind } = layout.blocks
  assert.deepEqual([...start], [0, 2, 3, 5, 7, 9, 12, 14])
  const { row, wheelchair, wholeTable, table } = blockKind
  assert.deepEqual([...kind], [row, row, row, wheelchair, row, wholeTable, table])
})

test('the farthest seat is as many steps away as there are', () => {
  assert.equal(Math.max(...layout.distance), DISTANCE_STEPS)
  assert.equal(layout.distance[0], layout.distance[4])
})
