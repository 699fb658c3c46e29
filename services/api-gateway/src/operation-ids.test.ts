import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeEvents } from './testing/fake-events.ts'
import { fakeInventory, RESERVATION } from './testing/fake-inventory.ts'
import { openGateway } from './testing/open-gateway.fixture.ts'
import { watched, type WatchedCall } from './testing/watched.ts'

const venue = { venue_name: 'V', city: 'C', country: 'ES', time_zone: 'Europe/Madrid' }
const event = {
  venue_id: 1,
  event_name: 'E',
  currency: 'EUR',
  event_date: '2030-01-01T20:00:00Z',
}
const requests = {
  createVenue: { url: '/v1/venues', as: 'owner', body: venue },
  createEvent: { url: '/v1/events', as: 'owner', body: event },
  extendReservation: { url: `/v1/reservations/${RESERVATION}/extend`, as: 'buyer' },
  swapSeats: {
    url: `/v1/reservations/${RESERVATION}/swap`,
    as: 'buyer',
    body: { release: ['A2'], take: ['A3'] },
  },
} as const

for (const [method, request] of Object.entries(requests)) {
  test(`${method} is told which operation a key names, the same after a crash`, async () => {
    const seen = []
    for (const key of ['a', 'a', 'b', undefined]) {
      const calls = new Map<string, WatchedCall>()
      const inventory = watched(fakeInventory({ reserved: [], seatMaps: [] }), calls)
      const { call } = openGateway({ ports: { events: watched(fakeEvents(), calls), inventory } })
      const headers = key === undefined ? {} : { 'idempotency-key': key }
      const { statusCode, body } = await call({ method: 'POST', ...request, headers })
      assert.ok(statusCode < 300, body)
      const message = calls.get(method)?.request as { operationId: string } | undefined
      seen.push(message?.operationId)
    }
    const [first, repeated, other, none] = seen
    assert.match(String(first), /^op_[0-9a-z]{26}$/)
    assert.equal(repeated, first)
    assert.notEqual(other, first)
    assert.equal(none, '')
  })
}
