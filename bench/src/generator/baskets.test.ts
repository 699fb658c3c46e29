import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basketOf } from './baskets.ts'
import type { PurchasePlan } from './plan.ts'

const plan: PurchasePlan = {
  kind: 'purchases',
  port: 0,
  tokens: [],
  eventIds: [7, 8],
  seats: ['a', 'b', 'c', 'd', 'e'],
  events: 'one after another',
  seatsPerBooking: 2,
  firstBuyer: 0,
  load: { kind: 'closed', concurrency: 1, seconds: 1 },
  run: 'test',
}

function firstBaskets(events: PurchasePlan['events']): readonly string[] {
  const baskets = [0, 1, 2, 3, 4].map((buyer) => basketOf({ ...plan, events }, buyer))
  return baskets.map((basket) => (basket ? `${basket.eventId} ${basket.seats.join('')}` : 'none'))
}

test('events are sold out one after another, and no seat is wanted twice', () => {
  assert.deepEqual(firstBaskets('one after another'), ['7 ab', '7 cd', '8 ab', '8 cd', 'none'])
})

test('events that are sold at once take turns, and no seat is wanted twice', () => {
  assert.deepEqual(firstBaskets('at once'), ['7 ab', '8 ab', '7 cd', '8 cd', 'none'])
})
