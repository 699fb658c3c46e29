import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { BOOKING } from '../testing/fake-booking.ts'
import { EVENT } from '../testing/fake-events.ts'
import { RESERVATION } from '../testing/fake-inventory.ts'
import { openGateway } from '../testing/open-gateway.fixture.ts'

const { gateway, call, calls, challenges } = openGateway()
after(() => gateway.close())

const reserve = (wish: object) =>
  call({ method: 'POST', url: '/v1/reservations', as: 'buyer', body: { event_id: EVENT, ...wish } })

let keys = 0
const book = (token: string) =>
  call({
    method: 'POST',
    url: '/v1/bookings',
    as: 'buyer',
    body: { reservation_id: RESERVATION, payment: { provider: 'sandbox', token } },
    headers: { 'idempotency-key': `key-${keys++}` },
  })

test('seats are reserved and answered with what they cost and how long they are kept', async () => {
  const answer = await reserve({ seats: ['A1', 'A2'] })
  assert.equal(answer.statusCode, 201, answer.body)
  assert.equal(answer.headers['location'], `/v1/reservations/${RESERVATION}`)
  const { status, total_amount, currency, expires_at, expires_in_seconds, seats } = answer.json()
  assert.deepEqual(
    { status, total_amount, currency, expires_at, expires_in_seconds },
    {
      status: 'ACTIVE',
      total_amount: '300.00',
      currency: 'EUR',
      expires_at: '1970-01-01T00:10:01.000Z',
      expires_in_seconds: 600,
    },
  )
  assert.deepEqual(
    seats.map((seat: { seat_id: string }) => seat.seat_id),
    ['1#A1', '1#A2'],
  )
})

test('the best available and places of areas are asked for as well', async () => {
  assert.equal(
    (await reserve({ best_available: { quantity: 2, section: 'Stalls' } })).statusCode,
    201,
  )
  assert.equal(calls.reserved.at(-1)?.bestAvailable?.quantity, 2)
  assert.equal((await reserve({ areas: { Floor: 2 } })).statusCode, 201)
  assert.deepEqual(calls.reserved.at(-1)?.areas, { Floor: 2 })
})

test('exactly one wish is granted at a time, within limits', async () => {
  const wishes: object[] = [
    {},
    { seats: ['A1'], areas: { Floor: 1 } },
    { seats: [] },
    { seats: Array.from({ length: 21 }, (_, i) => `A${i}`) },
    { areas: {} },
    { areas: { Floor: 0 } },
    { areas: { Floor: -1 } },
    { areas: { Floor: 1e9 } },
    { areas: { Floor: 1.5 } },
    { areas: { ['a\nb']: 'x' } },
    { best_available: { quantity: 0 } },
    { best_available: { quantity: 2, colour: 'red' } },
  ]
  const before = calls.reserved.length
  for (const wish of wishes) {
    const answer = await reserve(wish)
    assert.deepEqual(
      [answer.statusCode, answer.json().code],
      [400, 'invalid_request'],
      JSON.stringify(wish),
    )
  }
  assert.equal(calls.reserved.length, before)
})

test('a seat that cannot be had is named with the reason', async () => {
  const answer = await reserve({ seats: ['A9'] })
  assert.deepEqual([answer.statusCode, answer.json().code], [409, 'seat_unavailable'])
  assert.deepEqual(answer.json().seats, [{ seat_number: 'A9', reason: 'booked', mine: false }])
})

test('a reservation is listed, read, extended, swapped and given back', async () => {
  const url = `/v1/reservations/${RESERVATION}`
  assert.equal((await call({ url: '/v1/reservations', as: 'buyer' })).json().data.length, 1)
  const swap = { release: ['A2'], take: ['A3'] }
  const answers = [
    await call({ url, as: 'buyer' }),
    await call({ method: 'POST', url: `${url}/extend`, as: 'buyer' }),
    await call({ method: 'POST', url: `${url}/swap`, as: 'buyer', body: swap }),
    await call({ method: 'DELETE', url, as: 'buyer' }),
  ]
  for (const answer of answers) assert.equal(answer.statusCode, 200, answer.body)
  assert.equal((await call({ url: '/v1/reservations/rsv_nonsense', as: 'buyer' })).statusCode, 400)
})

test('a paid booking is 201, an undecided one 202 with where to look', async () => {
  const paid = await book('tok_success')
  assert.deepEqual(
    [paid.statusCode, paid.json().status, paid.json().total_amount],
    [201, 'CONFIRMED', '300.00'],
  )
  const slow = await book('tok_slow')
  assert.deepEqual([slow.statusCode, slow.json().status], [202, 'PENDING'])
  assert.equal(slow.headers['location'], `/v1/bookings/${BOOKING}`)
  assert.equal(slow.headers['retry-after'], '1')
})

const refusals: [token: string, status: number, code: string][] = [
  ['tok_declined', 402, 'payment_declined'],
  ['tok_late', 409, 'reservation_expired'],
  ['tok_failed', 409, 'booking_failed'],
  ['tok_outage', 503, 'storage_failed'],
  ['tok_bug', 500, 'internal_error'],
]
for (const [token, status, code] of refusals) {
  test(`${token} is answered ${status} ${code}`, async () => {
    const answer = await book(token)
    assert.deepEqual([answer.statusCode, answer.json().code], [status, code])
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  })
}

test('a booking is found by its reference, and cancelled whole or in part', async () => {
  const found = await call({ url: '/v1/bookings?reference=bk-7q4m-9xkd-2pta', as: 'buyer' })
  assert.equal(found.json().data[0].booking_reference, 'BK-7Q4M-9XKD-2PTA')
  const url = `/v1/bookings/${BOOKING}/cancel`
  for (const body of [undefined, {}, { seats: ['A2'], reason: 'ill' }]) {
    const answer = await call({ method: 'POST', url, as: 'buyer', body })
    assert.deepEqual([answer.statusCode, answer.json().status], [200, 'CANCELLED'], answer.body)
  }
  assert.equal(
    new Set(calls.cancelled).size,
    3,
    'each call without a key is an operation of its own',
  )
  for (const operationId of calls.cancelled) assert.match(operationId, /^op_[0-9a-z]{26}$/)
})

test('a signed webhook settles its booking, an unsigned one is refused', async () => {
  const deliver = (signature: string, body: string) =>
    call({
      method: 'POST',
      url: '/v1/payments/webhooks/sandbox',
      body,
      headers: { 'x-signature': signature, 'content-type': 'application/json' },
    })
  assert.equal((await deliver('bad', '{}')).statusCode, 401)
  const before = calls.settled.length
  assert.deepEqual((await deliver('good', 'ours, and no JSON')).json(), { received: true })
  assert.equal((await deliver('good', '{"about":"somebody else"}')).statusCode, 200)
  await new Promise(setImmediate)
  assert.deepEqual(calls.settled.slice(before), [BOOKING])
})

test('the sandbox lets a tester act as the buyer, where it runs', async () => {
  const url = '/v1/sandbox/challenges/ch_1'
  const answer = await call({ method: 'POST', url, body: { outcome: 'approve' } })
  assert.deepEqual([answer.statusCode, challenges], [204, ['ch_1 approve']])
  assert.equal((await call({ method: 'POST', url, body: { outcome: 'perhaps' } })).statusCode, 400)
})
