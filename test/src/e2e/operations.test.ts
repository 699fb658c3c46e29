import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { buy, eventOnSale } from './box-office.ts'
import { checkOpenApi, type Description } from './openapi-check.ts'
import { newBuyer, newOrganizer } from './people.ts'
import type { Platform } from './platform.ts'
import { startPlatform } from './start-platform.ts'
import { expectStatus, Rest } from './rest.ts'
import { untilReady } from './until.ts'

let platform: Platform
let rest: Rest
before(async () => {
  platform = await startPlatform()
  rest = new Rest(platform.url)
})
after(() => platform.stop())

test('a demo announces itself in one line of JSON and prints nothing else', async () => {
  const announced = JSON.parse(platform.announced) as Record<string, unknown>
  assert.deepEqual(Object.keys(announced), ['url', 'docs_url', 'accounts', 'events'])
  assert.equal(announced['docs_url'], `${platform.url}/docs`)
  for (const account of platform.accounts) {
    assert.deepEqual(Object.keys(account), ['role', 'email', 'password'])
  }
  for (const event of platform.events) {
    assert.deepEqual(Object.keys(event), ['event_id', 'event_name', 'total_seats'])
  }
  const sizes = platform.events.map(({ total_seats }) => total_seats)
  assert.ok(sizes.includes(3000), sizes.join())
})

test('it is alive and can sell', async () => {
  expectStatus(await rest.get('/health'), 200)
  await untilReady(rest)
})

test('the metrics name what the specification names, and move with what happens', async () => {
  const valueOf = async (name: string) => {
    const pages = platform.metricsUrls.map((url) => new Rest(url).get<string>('/metrics'))
    const lines = (await Promise.all(pages)).flatMap((page) => expectStatus(page, 200).split('\n'))
    const line = lines.find((line) => line.startsWith(`${name} `))
    assert.ok(line, `${name} is measured`)
    return Number(line.split(' ')[1])
  }
  const reserved = 'seat_reservation_duration_seconds_count'
  const confirmed = 'bookings_confirmed_total'
  const before = [await valueOf(reserved), await valueOf(confirmed)]
  const eventId = await eventOnSale(await newOrganizer(platform.url))
  const buyer = await newBuyer(platform.url)
  for (const seat of ['A1', 'A2', 'A3']) await buy(buyer, eventId, { seats: [seat] })
  const after = [await valueOf(reserved), await valueOf(confirmed)]
  // Others may sell on the same platform meanwhile.
  for (const [at, count] of before.entries()) assert.ok((after[at] ?? 0) >= count + 3)
})

test('the description is a whole OpenAPI 3.1 document', async () => {
  const description = expectStatus(await rest.get<Description>('/openapi.json'), 200)
  assert.deepEqual(checkOpenApi(description), [])
})

test('every route of the interface is described', async () => {
  const { paths } = expectStatus(await rest.get<Description>('/openapi.json'), 200)
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const missing = promised.filter((operation) => !described.includes(operation))
  assert.deepEqual(missing, [])
})

test('the documentation asks nobody else for anything', async () => {
  const page = await rest.get<string>('/docs')
  const html = expectStatus(page, 200)
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  const sources = [...html.matchAll(/<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"/g)]
  const scripts = sources.map(([, source = '']) => new URL(source, `${platform.url}/docs/`))
  assert.ok(scripts.length > 0, 'the page loads a script')
  for (const script of scripts) {
    assert.equal(script.origin, platform.url, 'from this server')
    expectStatus(await rest.get<string>(script.pathname), 200)
  }
  // What a browser would refuse to load whatever the script asks for.
  const policy = page.headers.get('content-security-policy') ?? ''
  for (const directive of policy.split(';').map((part) => part.trim().split(' '))) {
    const elsewhere = directive.filter((source) => /^(https?:|\*|\/\/)/.test(source))
    assert.deepEqual(elsewhere, [], directive.join(' '))
  }
  assert.match(policy, /default-src 'none'/)
})

test('answers carry the headers that keep browsers from harm', async () => {
  const { headers } = await rest.get('/v1/events')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
  assert.equal(headers.get('x-powered-by'), null)
  assert.ok(headers.get('x-request-id'))
})

const promised = [
  'POST /v1/auth/register',
  'POST /v1/auth/login',
  'POST /v1/auth/refresh',
  'POST /v1/auth/logout',
  'GET /v1/auth/me',
  'GET /.well-known/jwks.json',
  'POST /v1/venues',
  'POST /v1/events',
  'PATCH /v1/events/{event_id}',
  'PUT /v1/events/{event_id}/seat-map',
  'POST /v1/events/{event_id}/publish',
  'POST /v1/events/{event_id}/cancel',
  'GET /v1/events',
  'GET /v1/events/{event_id}',
  'GET /v1/events/{event_id}/seat-map',
  'GET /v1/events/{event_id}/seats',
  'GET /v1/events/{event_id}/seats/{seat_number}',
  'GET /v1/events/{event_id}/availability',
  'POST /v1/reservations',
  'GET /v1/reservations',
  'GET /v1/reservations/{reservation_id}',
  'DELETE /v1/reservations/{reservation_id}',
  'POST /v1/reservations/{reservation_id}/extend',
  'POST /v1/bookings',
  'GET /v1/bookings',
  'GET /v1/bookings/{booking_id}',
  'POST /v1/bookings/{booking_id}/cancel',
  'POST /v1/payments/webhooks/{provider}',
  'GET /v1/events/{event_id}/journal',
  'GET /v1/events/{event_id}/sales',
]
