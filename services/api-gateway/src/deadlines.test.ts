import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpLimits } from '@usher/http'
import type { CallOptions } from '@usher/rpc'
import { EVENT, fakeEvents } from './testing/fake-events.ts'
import { fakeInventory } from './testing/fake-inventory.ts'
import { fakeAuth } from './testing/fake-people.ts'
import { openGateway } from './testing/open-gateway.fixture.ts'

test('every call that a request leads to ends when its answer is of no use', async () => {
  const deadlines = new Map<string, number | undefined>()
  const inventory = fakeInventory({ reserved: [], seatMaps: [] })
  const { call, clock } = openGateway({
    ports: {
      auth: watched(fakeAuth(), deadlines),
      events: watched(fakeEvents(), deadlines),
      inventory: watched(inventory, deadlines),
    },
  })
  await clock.advance(5000)
  const body = { event_id: EVENT, seats: ['A1'] }
  await call({ method: 'POST', url: '/v1/reservations', as: 'buyer', body })
  await call({ url: `/v1/events/${EVENT}/sales`, as: 'owner' })
  const expected = clock.monotonicMs() + httpLimits.handlerMs
  for (const method of ['authenticate', 'reserveSeats', 'checkOwner', 'getSales']) {
    assert.deepEqual([method, deadlines.get(method)], [method, expected])
  }
})

/** Notes the deadline of each call by its method. */
function watched<Client extends object>(
  client: Client,
  deadlines: Map<string, number | undefined>,
): Client {
  const calls = Object.entries(client).map(([method, call]) => [
    method,
    (request: object, options?: CallOptions) => {
      deadlines.set(method, options?.deadlineMs)
      return (call as (...given: unknown[]) => unknown)(request, options)
    },
  ])
  return Object.fromEntries(calls) as Client
}
