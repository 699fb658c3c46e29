import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderTable } from './table.ts'

test('a table puts texts on the left, numbers on the right, and a dash for what is unknown', () => {
  const table = renderTable(
    ['', 'bookings/s', 'ms'],
    [
      ['usher', 12_345, 0.26],
      ['limit', 9, null],
    ],
  )
  assert.deepEqual(table.split('\n'), [
    '       bookings/s   ms',
    'usher      12,345  0.3',
    'limit           9    –',
  ])
})
