import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { prometheusMetrics } from '@usher/telemetry'
import { type LimitGroup, readGatewayConfig } from './config.ts'
import { BOOKING } from './testing/fake-booking.ts'
import { DRAFT, EVENT } from './testing/fake-events.ts'
import { RESERVATION } from './testing/fake-inventory.ts'
import { type Person, people, userIdOf } from './testing/fake-people.ts'
import { CHECK_IN } from './testing/fake-tickets.ts'
import { openGateway } from './testing/open-gateway.fixture.ts'

const { gateway, call } = openGateway()
after(() => gateway.close())

type Caller = Person | 'nobody'
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const everybody: Caller[] = ['nobody', ...people]
const event = `/v1/events/${EVENT}`
const reservation = `/v1/reservations/${RESERVATION}`
const booking = `/v1/bookings/${BOOKING}`
const payment = {
  reservation_id: RESERVATION,
  payment: { provider: 'sandbox', token: 'tok_success' },
}
const seats = { seats: ['A1'] }
const atTheDoor: Caller[] = ['owner', 'scanner', 'admin']
const organizers: Caller[] = ['owner', 'stranger', 'admin', 'fresh']

/** Whose things they are, who may touch them, and what the others are told. */
const matrix: [
  method: Method,
  url: string,
  body: object | undefined,
  allowed: Caller[],
  others: number[],
][] = [
  ['GET', reservation, undefined, ['buyer'], [401, 404]],
  ['DELETE', reservation, undefined, ['buyer'], [401, 404]],
  ['POST', `${reservation}/extend`, undefined, ['buyer'], [401, 404]],
  ['POST', `${reservation}/swap`, { release: ['A2'], take: ['A3'] }, ['buyer'], [401, 404]],
  ['POST', '/v1/bookings', payment, ['buyer'], [401, 404]],
  ['GET', booking, undefined, ['buyer'], [401, 404]],
  ['POST', `${booking}/cancel`, {}, ['buyer'], [401, 404]],
  ['PUT', `${event}/seat-map`, {}, ['owner', 'admin'], [401, 403, 404]],
  ['POST', `${event}/seats/block`, seats, ['owner', 'admin'], [401, 403, 404]],
  ['POST', `${event}/seats/unblock`, seats, ['owner', 'admin'], [401, 403, 404]],
  ['GET', `${event}/journal`, undefined, ['owner', 'admin'], [401, 403, 404]],
  ['GET', `${event}/sales`, undefined, ['owner', 'admin'], [401, 403, 404]],
  ['PATCH', event, { event_name: 'x' }, ['owner'], [401, 403, 404]],
  ['POST', `${event}/publish`, undefined, ['owner'], [401, 403, 404]],
  ['POST', `${event}/cancel`, {}, ['owner'], [401, 403, 404]],
  ['GET', `/v1/events/${DRAFT}`, undefined, ['owner'], [404]],
  ['POST', '/v1/auth/api-keys', { label: 'x' }, [...organizers, 'scanner'], [401, 403]],
  ['GET', '/v1/venues', undefined, ['owner', 'stranger', 'admin', 'fresh'], [401, 403]],
  ['POST', `${event}/checkins`, { code: 'x' }, atTheDoor, [401, 404]],
  ['DELETE', `${event}/checkins/${CHECK_IN}`, undefined, atTheDoor, [401, 404]],
  ['GET', `${event}/checkins`, undefined, atTheDoor, [401, 404]],
  ['GET', `${event}/attendees`, undefined, atTheDoor, [401, 404]],
  ['GET', `${event}/attendees?format=csv`, undefined, atTheDoor, [401, 404]],
  ['GET', `${booking}/tickets`, undefined, ['buyer'], [401, 404]],
  ['GET', `${booking}/tickets.pdf`, undefined, ['buyer'], [401, 404]],
  ['GET', `${booking}/calendar.ics`, undefined, ['buyer'], [401, 404]],
  ['POST', `${booking}/resend`, { reissue: true }, ['buyer'], [401, 404]],
  ['GET', `${booking}/notifications`, undefined, ['buyer'], [401, 404]],
  ['POST', '/v1/organizers/scanners', { email: 'scanner@example.org' }, organizers, [401, 403]],
  ['GET', '/v1/organizers/scanners', undefined, organizers, [401, 403]],
  ['DELETE', `/v1/organizers/scanners/${userIdOf('scanner')}`, undefined, organizers, [401, 403]],
  ['POST', '/v1/search/reindex', undefined, ['admin'], [401, 403]],
  ['GET', '/v1/search/reindex', undefined, ['admin'], [401, 403]],
  ['GET', '/v1/search?q=x', undefined, everybody, []],
  ['GET', '/v1/search/suggest?q=x', undefined, everybody, []],
  ['GET', '/v1/tickets/keys', undefined, everybody, []],
  ['GET', '/v1/auth/me', undefined, people, [401]],
  ['GET', '/v1/reservations', undefined, people, [401]],
  ['GET', '/v1/bookings', undefined, people, [401]],
]

for (const [method, url, body, allowed, others] of matrix) {
  test(`${method} ${url} is for ${allowed.join(', ')}`, async () => {
    for (const caller of everybody) {
      const as = caller === 'nobody' ? undefined : caller
      const headers = { 'idempotency-key': `${caller} ${url}` }
      const { statusCode } = await call({ method, url, body, as, headers })
      const expected = allowed.includes(caller) ? [200, 201, 202, 204] : others
      assert.ok(expected.includes(statusCode), `${caller} got ${statusCode}`)
    }
  })
}

test('lists hold only what is the caller’s', async () => {
  for (const url of ['/v1/reservations', '/v1/bookings']) {
    assert.equal((await call({ url, as: 'buyer' })).json().data.length, 1)
    assert.equal((await call({ url, as: 'other' })).json().data.length, 0)
  }
})

function limited(group: LimitGroup, perUser: number, perAddress: number) {
  const metrics = prometheusMetrics()
  const limits = Object.fromEntries(
    Object.keys(readGatewayConfig({}).limits).map((name) => [name, { perUser: 0, perAddress: 0 }]),
  ) as ReturnType<typeof readGatewayConfig>['limits']
  const opened = openGateway({
    config: { limits: { ...limits, [group]: { perUser, perAddress } } },
    ports: { metrics },
  })
  return { ...opened, metrics }
}

test('a user who has used up the allowance is told when to come back; others are not', async () => {
  const { call: send, gateway: server, metrics } = limited('reads', 2, 0)
  const first = await send({ url: '/v1/auth/me', as: 'buyer' })
  assert.equal(first.headers['ratelimit'], '"reads";r=1;t=60')
  await send({ url: '/v1/events', as: 'buyer' })
  const refused = await send({ url: '/v1/auth/me', as: 'buyer' })
  assert.deepEqual([refused.statusCode, refused.json().code], [429, 'rate_limited'])
  const waitSeconds = Number(refused.headers['retry-after'])
  assert.ok(waitSeconds > 0 && waitSeconds <= 60, `${waitSeconds}`)
  assert.equal(refused.headers['ratelimit-policy'], '"reads";q=2;w=60')
  assert.equal((await send({ url: '/v1/auth/me', as: 'other' })).statusCode, 200)
  assert.equal((await send({ url: '/v1/events' })).statusCode, 200)
  assert.match(await metrics.scrape(), /http_requests_rate_limited_total\{group="reads"\} 1/)
  await server.close()
})

test('an address cannot try passwords without end, nor choose another by a header', async () => {
  const { call: send, gateway: server } = limited('auth', 0, 2)
  const login = (i: number) =>
    send({
      method: 'POST',
      url: '/v1/auth/login',
      body: { email: 'ada@example.org', password: 'wrong' },
      headers: { 'x-forwarded-for': `192.0.2.${i}` },
    })
  const statuses = [await login(1), await login(2), await login(3)].map(
    (answer) => answer.statusCode,
  )
  assert.deepEqual(statuses, [401, 401, 429])
  await server.close()
})
