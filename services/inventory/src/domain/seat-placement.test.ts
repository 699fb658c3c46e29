import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Currency, SeatNumber } from '@usher/kernel'
import type { SeatMap } from './seat-map.ts'
import { placeSeats } from './seat-placement.ts'

/** A map with sections of so many seats: `0-0`, `0-1` … in the first. */
function mapOf(...sizes: number[]): SeatMap {
  const place = { label: '1', category: 'C', x: 0, y: 0, accessible: false, companion: false }
  const sections = sizes.map((size, section) => ({
    name: `Section ${section}`,
    rows: [
      {
        name: 'R',
        table: 'none' as const,
        seats: Array.from({ length: size }, (_, seat) => ({
          ...place,
          seatNumber: `${section}-${seat}` as SeatNumber,
        })),
      },
    ],
  }))
  const focalPoint = { x: 0, y: 0 }
  return { name: '', currency: 'EUR' as Currency, categories: [], sections, areas: [], focalPoint }
}

const pinned = new Map<SeatNumber, number>()
const countsOf = (placed: Iterable<number>) =>
  [...Map.groupBy(placed, (at) => at)]
    .map(([at, seats]) => [at, seats.length] as const)
    .toSorted(([one], [other]) => one - other)

test('a section that fits lies in one partition, and the partitions are filled evenly', () => {
  const placed = placeSeats(mapOf(40, 30, 20, 10), { partitions: 2, pinned })
  assert.deepEqual(countsOf(placed.values()), [
    [0, 50],
    [1, 50],
  ])
  for (const section of ['0', '1', '2', '3']) {
    const its = [...placed].filter(([seat]) => seat.startsWith(`${section}-`))
    assert.equal(new Set(its.map(([, at]) => at)).size, 1)
  }
})

test('a section that is too large is cut, and every seat has a place', () => {
  const placed = placeSeats(mapOf(100, 5), { partitions: 4, pinned })
  const counts = countsOf(placed.values())
  assert.equal(counts.length, 4)
  assert.ok(counts.every(([, seats]) => (seats ?? 0) <= 32))
  assert.equal(placed.size, 105)
})

test('one partition has all, and a pinned seat stays where it was', () => {
  assert.deepEqual(new Set(placeSeats(mapOf(3), { partitions: 1, pinned }).values()), new Set([0]))
  const moved = placeSeats(mapOf(9), { partitions: 3, pinned: new Map([['0-0', 7]]) as never })
  assert.equal(moved.get('0-0' as SeatNumber), 7)
})
