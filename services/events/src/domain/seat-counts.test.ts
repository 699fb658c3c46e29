import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNews, type SeatCounts } from './seat-counts.ts'

const before: SeatCounts = {
  totalSeats: 1000,
  availableSeats: 500,
  reservedSeats: 0,
  prices: { minMinor: 1000, maxMinor: 4550 },
}
const told = { availableSeats: 500, atMs: 0 }
const soon = 59_999
const later = 60_000

function news(parts: Partial<SeatCounts>, nowMs: number, from: Partial<SeatCounts> = {}): boolean {
  const earlier = { ...before, ...from }
  return isNews({ ...earlier, ...parts }, { before: earlier, told, nowMs })
}

test('other prices are news at once', () => {
  assert.equal(news({ prices: { minMinor: 900, maxMinor: 4550 } }, soon), true)
  assert.equal(news({ prices: { minMinor: 1000, maxMinor: 4551 } }, soon), true)
  assert.equal(news({ prices: null }, soon), true)
  assert.equal(news({}, soon, { prices: null }), false)
})

test('the last seat that goes and the first that comes back are news at once', () => {
  assert.equal(news({ availableSeats: 0 }, soon, { availableSeats: 1 }), true)
  assert.equal(news({ availableSeats: 1 }, soon, { availableSeats: 0 }), true)
  assert.equal(news({ availableSeats: 1 }, soon, { availableSeats: 2 }), false)
})

test('many seats are news once a minute, few never', () => {
  assert.equal(news({ availableSeats: 449 }, soon), false)
  assert.equal(news({ availableSeats: 449 }, later), true)
  assert.equal(news({ availableSeats: 551 }, later), true)
  assert.equal(news({ availableSeats: 450 }, later), false)
  assert.equal(news({ availableSeats: 449 }, -later), true)
})

test('until something was told, all seats are taken to have been available', () => {
  const first = (availableSeats: number) =>
    isNews({ ...before, availableSeats }, { before, told: null, nowMs: 0 })
  assert.equal(first(950), false)
  assert.equal(first(949), true)
})
