import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpLimits } from '@usher/http'
import { EVENT, fakeEvents } from './testing/fake-events.ts'
import { fakeInventory } from './testing/fake-inventory.ts'
import { fakeAuth } from './testing/fake-people.ts'
import { openGateway } from './testing/open-gateway.fixture.ts'
import { watched, type WatchedCall } from './testing/watched.ts'

test('every call that a request leads to ends when its answer is of no use', async () => {
  const calls = new Map<string, WatchedCall>()
  const inventory = fakeInventory({ reserved: [], seatMaps: [] })
  const { call, clock } = openGateway({
    ports: {
      auth: watched(fakeAuth(), calls),
      events: watched(fakeEvents(), calls),
      inventory: watched(inventory, calls),
    },
  })
  await clock.advance(5000)
  const body = { event_id: EVENT, seats: ['A1'] }
  await call({ method: 'POST', url: '/v1/reservations', as: 'buyer', body })
  await call({ url: `/v1/events/${EVENT}/sales`, as: 'owner' })
  const expected = clock.monotonicMs() + httpLimits.handlerMs
  for (const method of ['authenticate', 'reserveSeats', 'checkOwner', 'getSales']) {
    assert.deepEqual([method, calls.get(method)?.options?.deadlineMs], [method, expected])
  }
})
