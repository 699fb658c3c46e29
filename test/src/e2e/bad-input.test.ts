import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { EventBody, SeatMapReportBody } from './bodies.ts'
import { buy, draftEvent, eventOnSale, reserve, smallHall } from './box-office.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { type Answer, expectProblem, Rest } from './rest.ts'
import { sendForever, sendRaw } from './socket.ts'
import { untilReady } from './until.ts'

let platform: Platform
let organizer: Person
let buyer: Person
let eventId: number
before(async () => {
  platform = await startBare()
  organizer = await newOrganizer(platform.url)
  buyer = await newBuyer(platform.url)
  eventId = await eventOnSale(organizer)
})
after(() => platform.stop())

/** What a refused call must leave as it was. */
async function stateOf(event: number): Promise<string> {
  const paths = ['/seats?limit=100', '/availability', '/journal', '/sales']
  const answers = await Promise.all(
    paths.map((path) => organizer.rest.get(`/v1/events/${event}${path}`)),
  )
  return JSON.stringify(answers.map(({ body }) => body))
}

/** Calls and checks that the refusal is a clear 4xx and that nothing changed. */
async function refused(call: () => Promise<Answer<unknown>>, what: string) {
  const before = await stateOf(eventId)
  const answer = await call()
  const told = `${what}: ${answer.status} ${JSON.stringify(answer.body)}`
  assert.ok(answer.status >= 400 && answer.status < 500, told)
  const { code } = answer.body as { code: string }
  const problem = expectProblem(answer, { status: answer.status, code })
  assert.match(code, /^[a-z][a-z0-9_]+$/, told)
  assert.ok((await stateOf(eventId)) === before, `${what} changed something`)
  return problem
}

/** A body, and where the refusal must point. */
const badReservations: readonly [body: unknown, pointer: string][] = [
  [{}, '#/event_id'],
  [[], '#'],
  ['text', '#'],
  [null, '#'],
  [{ event_id: '1', seats: ['A1'] }, '#/event_id'],
  [{ event_id: -1, seats: ['A1'] }, '#/event_id'],
  [{ event_id: 1.5, seats: ['A1'] }, '#/event_id'],
  [{ event_id: 1e300, seats: ['A1'] }, '#/event_id'],
  [{ event_id: 2 ** 53, seats: ['A1'] }, '#/event_id'],
  [{ event_id: true, seats: ['A1'] }, '#/event_id'],
  [{ event_id: 1 }, '#'],
  [{ event_id: 1, seats: ['A1'], areas: { Floor: 1 } }, '#'],
  [{ event_id: 1, seats: 'A1' }, '#/seats'],
  [{ event_id: 1, seats: [] }, '#/seats'],
  [{ event_id: 1, seats: [7] }, '#/seats/0'],
  [{ event_id: 1, seats: ['A1', null] }, '#/seats/1'],
  [{ event_id: 1, seats: [''] }, '#/seats/0'],
  [{ event_id: 1, seats: ['A\u0000'] }, '#/seats/0'],
  [{ event_id: 1, seats: Array.from({ length: 21 }, (_, i) => `A${i}`) }, '#/seats'],
  [{ event_id: 1, seats: ['A1'], price: '0.01' }, '#/price'],
  [{ event_id: 1, areas: {} }, '#/areas'],
  [{ event_id: 1, areas: { Floor: 0 } }, '#/areas/Floor'],
  [{ event_id: 1, areas: { Floor: -5 } }, '#/areas/Floor'],
  [{ event_id: 1, areas: { Floor: 1e9 } }, '#/areas/Floor'],
  [{ event_id: 1, areas: { Floor: '2' } }, '#/areas/Floor'],
  [{ event_id: 1, best_available: {} }, '#/best_available/quantity'],
  [{ event_id: 1, best_available: { quantity: 0 } }, '#/best_available/quantity'],
  [{ event_id: 1, best_available: { quantity: 2, cheap: true } }, '#/best_available/cheap'],
  [{ event_id: 1, best_available: { quantity: 21 } }, '#/best_available/quantity'],
]

test('a body of the wrong shape is refused with where it is wrong', async () => {
  for (const [body, pointer] of badReservations) {
    const text = JSON.stringify(body)
    const problem = await refused(() => buyer.rest.post('/v1/reservations', text), text)
    assert.equal(problem.code, 'invalid_request', text)
    const pointers = problem.errors?.map((error) => error.pointer) ?? []
    assert.ok(pointers.includes(pointer), `${text}: ${JSON.stringify(problem.errors)}`)
  }
})

test('a body that is no JSON, or JSON with two meanings, is refused', async () => {
  const seats = `"seats":["A1"]`
  const texts = [
    '{',
    '',
    'seats=A1',
    `{"event_id":${eventId},${seats},}`,
    `{"event_id":${eventId},"event_id":2,${seats}}`,
    `{"event_id":${eventId},${seats},"__proto__":{"admin":true}}`,
    `{"event_id":NaN,${seats}}`,
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    `{"a":`.repeat(2000) + '1' + '}'.repeat(2000),
  ]
  for (const text of texts) {
    await refused(() => buyer.rest.post('/v1/reservations', text), text.slice(0, 80))
  }
})

test('bytes that are no UTF-8 are refused and not mended', async () => {
  const bytes = Buffer.from(`{"event_id":${eventId},"seats":["A\u00ff"]}`, 'latin1')
  const problem = await refused(() => buyer.rest.post('/v1/reservations', bytes), 'latin1')
  assert.match(problem.detail, /UTF-8/)
})

test('what is named must be there, once, and of this event', async () => {
  const ask = (wish: object) => () =>
    buyer.rest.post('/v1/reservations', { event_id: eventId, ...wish })
  const codes = [
    [{ seats: ['Z99'] }, 'unknown_seat'],
    [{ seats: ['A1', 'Z99'] }, 'unknown_seat'],
    [{ seats: ['a1'] }, 'unknown_seat'],
    [{ areas: { Roof: 1 } }, 'unknown_area'],
    [{ event_id: 4_000_000_000, seats: ['A1'] }, 'event_not_found'],
  ] as const
  for (const [wish, code] of codes) {
    const problem = await refused(ask(wish), JSON.stringify(wish))
    assert.equal(problem.code, code)
  }
  const twice = await refused(ask({ seats: ['A1', 'A2', 'A1'] }), 'twice')
  assert.ok(JSON.stringify(twice).includes('A1'), JSON.stringify(twice))
})

test('ids of nothing, of others and of no form are refused', async () => {
  const foreign = await reserve(await newBuyer(platform.url), eventId, { seats: ['C4'] })
  const nobody = foreign.reservation_id.replace(/.{6}$/, '000000')
  for (const id of [foreign.reservation_id, nobody, 'rsv_1', '1', '%00', 'x'.repeat(300)]) {
    const path = `/v1/reservations/${id}`
    await refused(() => buyer.rest.get(path), id)
    await refused(() => buyer.rest.call('DELETE', path), id)
    await refused(() => buyer.rest.post(`${path}/extend`), id)
  }
  for (const id of ['0', '-1', '1.5', '1e3', 'abc', '99999999999', '%2e%2e']) {
    await refused(() => buyer.rest.get(`/v1/events/${id}`), id)
  }
})

test('queries are read as strictly as bodies', async () => {
  const queries = [
    'seats?status=GONE',
    'seats?limit=0',
    'seats?limit=100000',
    'seats?limit=ten',
    'seats?cursor=nonsense',
    'seats?colour=red',
    'availability?since=-1',
    'availability?since=9007199254740993',
  ]
  for (const query of queries) {
    const path = `/v1/events/${eventId}/${query}`
    await refused(() => buyer.rest.get(path), query)
  }
})

test('a booking is refused before anything is paid', async () => {
  const { reservation_id } = await reserve(buyer, eventId, { seats: ['C1'] })
  const payment = { provider: 'sandbox', token: 'tok_success' }
  const bodies = [
    [{}, '#/payment'],
    [{ reservation_id }, '#/payment'],
    [{ reservation_id: 7, payment }, '#/reservation_id'],
    [{ reservation_id, payment: {} }, '#/payment/token'],
    [{ reservation_id, payment: { ...payment, token: '' } }, '#/payment/token'],
    [{ reservation_id, payment: { ...payment, token: 'x'.repeat(501) } }, '#/payment/token'],
    [{ reservation_id, payment: { ...payment, provider: '../etc' } }, '#/payment/provider'],
    [{ reservation_id, payment: { ...payment, amount: 1 } }, '#/payment/amount'],
    [{ reservation_id, payment, total_amount: '0.01' }, '#/total_amount'],
  ] as const
  for (const [body, pointer] of bodies) {
    const headers = { 'idempotency-key': randomUUID() }
    const call = () => buyer.rest.post('/v1/bookings', body, { headers })
    const { errors = [] } = await refused(call, JSON.stringify(body))
    assert.ok(
      errors.some((error) => error.pointer === pointer),
      `${JSON.stringify(body)}: ${JSON.stringify(errors)}`,
    )
  }
  for (const key of ['', ' '.repeat(300), 'ключ', 'x'.repeat(256)]) {
    const body = { reservation_id, payment }
    const raw = Buffer.from(key).toString('latin1')
    const headers = { 'idempotency-key': raw }
    await refused(() => buyer.rest.post('/v1/bookings', body, { headers }), `key ${key}`)
  }
})

test('an event is refused with every field that is wrong', async () => {
  const { event_id: draft } = await draftEvent(organizer)
  const path = `/v1/events/${draft}`
  const bodies: readonly [body: object, pointer: string][] = [
    [{}, '#'],
    [{ event_name: '' }, '#/event_name'],
    [{ event_name: 'x'.repeat(256) }, '#/event_name'],
    [{ event_name: 7 }, '#/event_name'],
    [{ event_date: 'tomorrow' }, '#/event_date'],
    [{ event_date: '2026-02-30T20:00:00Z' }, '#/event_date'],
    [{ currency: 'euro' }, '#/currency'],
    [{ max_seats_per_buyer: -1 }, '#/max_seats_per_buyer'],
    [{ reservation_minutes: 1e6 }, '#/reservation_minutes'],
    [{ image_url: 'javascript:alert(1)' }, '#/image_url'],
    [{ status: 'SOLD_OUT' }, '#/status'],
    [{ event_id: 1 }, '#/event_id'],
  ]
  for (const [body, pointer] of bodies) {
    const call = () => organizer.rest.call('PATCH', path, { body })
    const { errors = [] } = await refused(call, JSON.stringify(body))
    assert.ok(
      errors.some((error) => error.pointer === pointer),
      `${JSON.stringify(body)}: ${JSON.stringify(errors)}`,
    )
  }
  for (const body of [{ currency: 'XYZ' }, { time_zone: 'Mars/Olympus' }]) {
    await refused(() => organizer.rest.call('PATCH', path, { body }), JSON.stringify(body))
  }
  assert.equal((await organizer.rest.get<EventBody>(path)).body.version, 1)
})

test('a stale state is no state to change from', async () => {
  const path = `/v1/events/${eventId}`
  for (const tag of ['"0"', '"999"', 'nonsense', '"1', '""']) {
    const headers = { 'if-match': tag }
    const change = { body: { event_name: 'Other' }, headers }
    const patched = await refused(() => organizer.rest.call('PATCH', path, change), tag)
    assert.equal(patched.code, 'stale_version', tag)
    const map = { body: smallHall, headers }
    const put = await refused(() => organizer.rest.call('PUT', `${path}/seat-map`, map), tag)
    assert.equal(put.code, 'stale_version', tag)
  }
})

test('a seat map with errors changes nothing and lists every one of them', async () => {
  const { event_id: draft } = await draftEvent(organizer)
  const path = `/v1/events/${draft}/seat-map`
  const row = { name: 'A', seats: [{ seat_number: 'A1' }, { seat_number: 'A1', category: 'X' }] }
  const map = { categories: [{ name: 'X', price: '-1' }], sections: [{ name: 'S', rows: [row] }] }
  const problem = await refused(() => organizer.rest.call('PUT', path, { body: map }), 'map')
  assert.equal(problem.code, 'invalid_seat_map')
  const problems = problem['problems'] as SeatMapReportBody['skipped']
  assert.ok(problems.length >= 2, JSON.stringify(problems))
  assert.ok(problems.every(({ where, reason }) => where !== '' && reason !== ''))
  for (const body of ['', '{', 'null', '[]', '{"sections":7}', Buffer.from([0xff, 0xfe, 0])]) {
    await refused(() => organizer.rest.call('PUT', path, { body }), `map ${String(body)}`)
  }
  expectProblem(await organizer.rest.get(path), { status: 404, code: 'seat_map_not_found' })
})

const bodyPaths = ['/v1/reservations', '/v1/auth/login', '/v1/payments/webhooks/sandbox']

test('a body of a hundred megabytes is refused, and its sender hears why', async () => {
  const body = Buffer.alloc(100 * 1024 * 1024, 0x20)
  for (const path of bodyPaths) {
    const problem = await refused(() => buyer.rest.post(path, body), path)
    assert.equal(problem.code, 'body_too_large', path)
  }
})

test('a body that never ends is refused long before', async () => {
  for (const path of bodyPaths) {
    const { status, sentBytes } = await sendForever(platform.url, { path, token: buyer.token })
    assert.equal(status, 413, path)
    assert.ok(sentBytes < 10 * 1024 * 1024, `${path}: ${sentBytes} bytes were taken`)
  }
  await untilReady(new Rest(platform.url))
})

test('what is no HTTP, or far too much of it, is refused and the server goes on', async () => {
  assert.match(await sendRaw(platform.url, 'GARBAGE\r\n\r\n'), /^HTTP\/1.1 400/)
  const huge = `GET /health HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`
  assert.match(await sendRaw(platform.url, huge), /^HTTP\/1.1 431/)
  const long = `GET /${'a'.repeat(10_000)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`
  assert.match(await sendRaw(platform.url, long), /^HTTP\/1.1 4\d\d/)
  await untilReady(new Rest(platform.url))
})

test('a method or a type of body that a route has not is refused with what it has', async () => {
  const method = await buyer.rest.call('PUT', '/v1/reservations', { body: {} })
  expectProblem(method, { status: 405, code: 'method_not_allowed' })
  assert.match(method.headers.get('allow') ?? '', /POST/)
  const options = { headers: { 'content-type': 'text/xml' } }
  const type = await buyer.rest.post('/v1/reservations', '<a/>', options)
  expectProblem(type, { status: 415, code: 'unsupported_media_type' })
})

test('after all that the event still sells', async () => {
  await buy(buyer, eventId, { seats: ['A1'] })
})
