import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Currency, isDomainError } from '@usher/kernel'
import { reliableDisk } from '@usher/stores'
import {
  eventId,
  hallJson,
  onSale,
  sampleInventory,
  startMs,
} from '../samples/inventory-samples.fixture.ts'

test('an event is counted alike whether or not it is loaded', async () => {
  const disk = reliableDisk()
  const first = await sampleInventory({ disk })
  await onSale(first, { hall: { rows: 2, seatsPerRow: 10, areas: { Floor: 50 } } })
  await first.client.reserveSeats({ userId: 'user_a', eventId, seats: ['A1', 'A2'] })
  await first.client.reserveSeats({ userId: 'user_b', eventId, areas: { Floor: 3 } })
  await first.client.blockSeats({ eventId, seats: ['B1'], userId: 'user_o', reason: 'camera' })
  const loaded = await first.client.getCounts({ eventId })
  const second = await sampleInventory({ disk })
  const counted = await second.client.getCounts({ eventId })
  assert.deepEqual(counted, loaded)
  const { available, reserved, booked, blocked, total } = counted.counts ?? {}
  assert.deepEqual([available, reserved, booked, blocked, total], [64, 5, 0, 1, 70])
  assert.equal(counted.currency, 'EUR')
  assert.deepEqual([counted.minPriceMinor, counted.maxPriceMinor], [3000n, 5000n])
})

test('a map that was stored without its prices is read for them', async () => {
  const { client, stores } = await sampleInventory()
  const replaced = await stores.seatMaps.replace({
    eventId,
    json: hallJson(),
    seatCount: 20,
    areaCount: 0,
    totalCapacity: 20,
    currency: 'EUR' as Currency,
    prices: null,
    updatedAtMs: startMs,
    expectedVersion: null,
    cause: {
      actor: 'user_o',
      action: 'seat_map_replaced',
      reason: '',
      atMs: startMs,
      reservationId: null,
      bookingId: null,
    },
  })
  assert.equal(replaced.kind, 'replaced')
  const { counts, minPriceMinor, maxPriceMinor } = await client.getCounts({ eventId })
  assert.deepEqual([counts?.total, minPriceMinor, maxPriceMinor], [20, 5000n, 5000n])
})

test('an event without a seat map cannot be counted', async () => {
  const { client } = await sampleInventory()
  await assert.rejects(client.getCounts({ eventId }), (error) =>
    isDomainError(error, 'seat_map_not_found'),
  )
})
