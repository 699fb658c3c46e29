import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type CreateEventRequest, EventsService, type UpdateEventRequest } from '@usher/contracts'
import { fake } from '../testing/fake.ts'
import { DRAFT, EVENT, fakeEvents } from '../testing/fake-events.ts'
import { openGateway } from '../testing/open-gateway.fixture.ts'
import { watched, type WatchedCall } from '../testing/watched.ts'

const { gateway, call } = openGateway()
after(() => gateway.close())

const url = `/v1/events/${EVENT}`

test('an event is shown with money, times and status as people read them', async () => {
  const answer = await call({ url })
  assert.equal(answer.statusCode, 200)
  const { event_name, currency, event_date, status, sale_start_time, location } = answer.json()
  assert.deepEqual(
    { event_name, currency, event_date, status, sale_start_time, location },
    {
      event_name: 'Nabucco',
      currency: 'EUR',
      event_date: '2027-01-15T08:00:00.000Z',
      status: 'ON_SALE',
      sale_start_time: null,
      location: null,
    },
  )
})

test('whoever has the newest answer is told so', async () => {
  for (const path of [url, '/v1/events', `${url}/seat-map`, `${url}/availability`]) {
    const { headers } = await call({ url: path })
    const again = await call({
      url: path,
      headers: { 'if-none-match': `W/"old", ${headers.etag}` },
    })
    assert.deepEqual([again.statusCode, again.body], [304, ''], path)
    const stale = await call({ url: path, headers: { 'if-none-match': '"old"' } })
    assert.equal(stale.statusCode, 200)
  }
})

test('a change with a stale tag is 412 and with a fresh one taken', async () => {
  const { headers } = await call({ url })
  const patch = (tag: string) =>
    call({
      method: 'PATCH',
      url,
      as: 'owner',
      body: { event_name: 'Aida' },
      headers: { 'if-match': tag },
    })
  assert.equal((await patch(String(headers.etag))).statusCode, 200)
  for (const tag of ['"2"', '"nonsense"', 'W/"3"']) {
    const stale = await patch(tag)
    assert.deepEqual([stale.statusCode, stale.json().code], [412, 'stale_version'], tag)
  }
})

test('a change must change something, and only what exists', async () => {
  const nothing = await call({ method: 'PATCH', url, as: 'owner', body: {} })
  assert.equal(nothing.statusCode, 400)
  const unknown = await call({ method: 'PATCH', url, as: 'owner', body: { colour: 'red' } })
  assert.deepEqual(unknown.json().errors, [
    { in: 'body', pointer: '#/colour', detail: 'is not a field of this request' },
  ])
})

test('an event is created as its organizer says, at a place of its own', async () => {
  const body = {
    venue_id: 1,
    event_name: 'Aida',
    event_date: '2027-01-15T09:00:00+01:00',
    currency: 'EUR',
    sale_start_time: '2026-12-01T00:00:00Z',
  }
  const answer = await call({ method: 'POST', url: '/v1/events', as: 'owner', body })
  assert.equal(answer.statusCode, 201)
  assert.equal(answer.headers['location'], '/v1/events/9')
  const { event_name, event_date, sale_start_time } = answer.json()
  assert.deepEqual(
    [event_name, event_date, sale_start_time],
    ['Aida', '2027-01-15T08:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  )
})

test('an event ends when its organizer says, or nobody knows when', async () => {
  const body = { venue_id: 1, event_name: 'Aida', event_date: '2027-01-15T09:00:00Z' }
  const create = (more: object) =>
    call({ method: 'POST', url: '/v1/events', as: 'owner', body: { ...body, ...more } })
  assert.equal((await create({})).json().end_date, null)
  const lasting = await create({ end_date: '2027-01-15T12:30:00+01:00' })
  assert.equal(lasting.json().end_date, '2027-01-15T11:30:00.000Z')
  assert.equal((await create({ end_date: null })).statusCode, 400)

  const seen = new Map<string, WatchedCall>()
  const watchful = openGateway({ ports: { events: watched(fakeEvents(), seen) } })
  const change = { method: 'PATCH', url, as: 'owner', body: { end_date: null } } as const
  assert.equal((await watchful.call(change)).statusCode, 200)
  const request = seen.get('updateEvent')?.request as UpdateEventRequest | undefined
  assert.deepEqual(request?.details, { endDateMs: 0n })
  await watchful.gateway.close()
})

test('what an organizer calls by an id of their own is created once, on any day', async () => {
  const seen = new Map<string, WatchedCall>()
  const watchful = openGateway({ ports: { events: watched(fakeEvents(), seen) } })
  const place = { venue_name: 'Teatro', city: 'Madrid', country: 'ES', time_zone: 'Europe/Madrid' }
  const play = { venue_id: 1, event_name: 'Aida', event_date: '2027-01-15T09:00:00Z' }
  const operationOf = async (path: string, body: object, key: string) => {
    const headers = { 'idempotency-key': key }
    const call = { method: 'POST', url: `/v1/${path}`, as: 'owner', body, headers } as const
    assert.equal((await watchful.call(call)).statusCode, 201)
    const method = path === 'venues' ? 'createVenue' : 'createEvent'
    return (seen.get(method)?.request as CreateEventRequest | undefined)?.operationId
  }
  for (const [path, body] of [
    ['venues', place],
    ['events', play],
  ] as const) {
    const named = { ...body, external_id: 'crm-7' }
    const first = await operationOf(path, named, 'monday')
    assert.match(first ?? '', /^op_/)
    assert.equal(await operationOf(path, named, 'tuesday'), first)
    assert.notEqual(await operationOf(path, body, 'monday-2'), first)
  }
  await watchful.gateway.close()
})

test('an event says what its seats cost, once it has any', async () => {
  const [listed] = (await call({ url: '/v1/events' })).json().data
  assert.deepEqual([listed.min_price, listed.max_price], ['45.00', '150.00'])
  const venue = { venue_id: 1, event_name: 'Aida', event_date: '2027-01-15T09:00:00Z' }
  const events = fake(EventsService, { createEvent: async () => bare })
  const other = openGateway({ ports: { events } })
  const created = await other.call({ method: 'POST', url: '/v1/events', as: 'owner', body: venue })
  assert.deepEqual([created.json().min_price, created.json().max_price], [null, null])
  await other.gateway.close()
})

const bare = { event: { eventId: 9, details: { currency: 'EUR' } } }

test('publishing and cancelling need no body and take no nonsense', async () => {
  for (const verb of ['publish', 'cancel']) {
    const bare = await call({ method: 'POST', url: `${url}/${verb}`, as: 'owner' })
    assert.equal(bare.statusCode, 200, `${verb}: ${bare.body}`)
    const nonsense = await call({
      method: 'POST',
      url: `${url}/${verb}`,
      as: 'owner',
      body: { x: 1 },
    })
    assert.equal(nonsense.statusCode, 400)
  }
})

test('a draft is seen by its organizer alone', async () => {
  const pages = ['', '/seat-map', '/seats', '/availability']
  for (const page of pages) {
    assert.equal((await call({ url: `/v1/events/${DRAFT}${page}` })).statusCode, 404)
    assert.equal((await call({ url: `/v1/events/${DRAFT}${page}`, as: 'buyer' })).statusCode, 404)
  }
  assert.equal((await call({ url: `/v1/events/${DRAFT}`, as: 'owner' })).statusCode, 200)
})

test('lists come in pages', async () => {
  const { data, next_cursor } = (await call({ url: '/v1/venues', as: 'owner' })).json()
  assert.deepEqual([data[0].venue_name, next_cursor], ['Teatro', 'more'])
  assert.equal((await call({ url: '/v1/events?limit=5&status=ON_SALE' })).json().next_cursor, null)
  for (const query of ['limit=0', 'limit=x', 'status=OPEN', 'colour=red', 'limit=1&limit=2']) {
    assert.equal((await call({ url: `/v1/events?${query}` })).statusCode, 400, query)
  }
})

test('nobody has no events of their own', async () => {
  assert.equal((await call({ url: '/v1/events?mine=true' })).statusCode, 401)
  assert.equal((await call({ url: '/v1/events?mine=true', as: 'owner' })).statusCode, 200)
})

test('whoever became an organizer after logging in need not log in again', async () => {
  const answer = await call({ url: '/v1/venues', as: 'fresh' })
  assert.equal(answer.statusCode, 200)
})
