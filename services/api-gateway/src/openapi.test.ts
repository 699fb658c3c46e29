import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { openGateway } from './testing/open-gateway.fixture.ts'

/**
 * What clients are made from. To renew it: `UPDATE_OPENAPI=1 node --test
 * services/api-gateway/src/openapi.test.ts`.
 */
const folder = new URL('../../../contracts/openapi/', import.meta.url)
const published = new URL('openapi.json', folder)

const { gateway, call } = openGateway()
after(() => gateway.close())

interface Operation {
  readonly summary?: string
  readonly tags?: string[]
  readonly responses: Record<string, unknown>
}

test('the published description is that of the code', async () => {
  const served = (await call({ url: '/openapi.json' })).json()
  if (process.env['UPDATE_OPENAPI']) {
    await mkdir(folder, { recursive: true })
    await writeFile(published, `${JSON.stringify(served, null, 2)}\n`)
  }
  const text = await readFile(published, 'utf8')
  assert.deepEqual(
    served,
    JSON.parse(text),
    'renew it as the comment above says, and look at the difference',
  )
})

test('every call says what it does, and how it refuses', async () => {
  const { openapi, paths, components } = (await call({ url: '/openapi.json' })).json()
  assert.equal(openapi, '3.1.0')
  assert.ok(components.schemas.Problem, 'the schema of a problem has a name')
  for (const [path, operations] of Object.entries<Record<string, Operation>>(paths)) {
    for (const [method, { summary, tags, responses }] of Object.entries(operations)) {
      assert.ok(summary && tags?.length === 1, `${method} ${path}`)
      assert.ok(responses['4XX'], `${method} ${path} does not say how it refuses`)
    }
  }
})

const table = [
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
  'POST /v1/events/{event_id}/checkins',
  'DELETE /v1/events/{event_id}/checkins/{checkin_id}',
  'GET /v1/events/{event_id}/checkins',
  'GET /v1/events/{event_id}/attendees',
  'GET /v1/search',
  'GET /v1/search/suggest',
  'GET /v1/bookings/{booking_id}/tickets',
  'GET /v1/bookings/{booking_id}/tickets.pdf',
  'GET /v1/bookings/{booking_id}/calendar.ics',
  'POST /v1/bookings/{booking_id}/resend',
  'GET /v1/events/{event_id}/journal',
  'GET /v1/events/{event_id}/sales',
]

test('every call of the specification is there', async () => {
  const { paths } = (await call({ url: '/openapi.json' })).json()
  const served = Object.entries<object>(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  assert.deepEqual(
    table.filter((wanted) => !served.includes(wanted)),
    [],
  )
})
