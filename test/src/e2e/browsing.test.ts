import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { EventBody, Page, SeatBody } from './bodies.ts'
import { buy, draftEvent, eventOnSale, reserve } from './box-office.ts'
import { logIn, newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startPlatform } from './start-platform.ts'
import { expectProblem, expectStatus, Rest } from './rest.ts'
import { until } from './until.ts'

let platform: Platform
let rest: Rest
let organizer: Person
before(async () => {
  platform = await startPlatform()
  rest = new Rest(platform.url)
  organizer = await newOrganizer(platform.url)
})
after(() => platform.stop())

/** All items of a list, page by page. */
async function allOf<Item>(reader: Rest, path: string, limit: number): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const url = new URL(path, platform.url)
    url.searchParams.set('limit', String(limit))
    if (cursor !== '') url.searchParams.set('cursor', cursor)
    const page: Page<Item> = expectStatus(await reader.get<Page<Item>>(url.href), 200)
    assert.ok(page.data.length <= limit)
    items.push(...page.data)
    cursor = page.next_cursor
  }
  return items
}

test('the demo events are listed, in whatever pages one asks for', async () => {
  const names = platform.events.map(({ event_name }) => event_name).toSorted()
  for (const limit of [1, 2, 50]) {
    const listed = await allOf<EventBody>(rest, '/v1/events?status=ON_SALE', limit)
    const found = listed.map(({ event_name }) => event_name)
    assert.deepEqual(found.filter((name) => names.includes(name)).toSorted(), names)
    assert.equal(new Set(listed.map(({ event_id }) => event_id)).size, listed.length)
  }
})

test('a list can be narrowed to a city, a category and to what is mine', async () => {
  const [club] = await allOf<EventBody>(rest, '/v1/events?city=Berlin', 10)
  assert.equal(club?.['city'], 'Berlin')
  for (const { category } of await allOf<EventBody>(rest, '/v1/events?category=sport', 10)) {
    assert.equal(category, 'sport')
  }
  const { event_id: draft } = await draftEvent(organizer)
  const mine = await allOf<EventBody>(organizer.rest, '/v1/events?mine=true', 10)
  assert.ok(mine.some(({ event_id }) => event_id === draft))
  const everybody = await allOf<EventBody>(rest, '/v1/events', 10)
  assert.ok(!everybody.some(({ event_id }) => event_id === draft), 'a draft is not shown')
})

test('events, lists and maps are not sent again to whoever has them', async () => {
  const eventId = platform.events[0]?.event_id ?? 0
  // A list that nobody else adds to meanwhile.
  const list = '/v1/events?city=Berlin'
  for (const path of [list, `/v1/events/${eventId}`, `/v1/events/${eventId}/seat-map`]) {
    const first = await rest.get(path)
    const etag = first.headers.get('etag') ?? ''
    assert.match(etag, /^".+"$/, path)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await rest.get(path, { 'if-none-match': known })
      assert.equal(again.status, 304, `${path} ${known}`)
      assert.equal(again.body, '')
      assert.equal(again.headers.get('etag'), etag)
    }
    assert.equal((await rest.get(path, { 'if-none-match': '"other"' })).status, 200)
  }
})

test('a seat has the fields of the specification', async () => {
  const eventId = await eventOnSale(organizer)
  const seat = expectStatus(await rest.get<SeatBody>(`/v1/events/${eventId}/seats/A1`), 200)
  assert.deepEqual(Object.keys(seat).toSorted(), [
    'accessible',
    'booking_id',
    'category',
    'companion',
    'created_at',
    'currency',
    'event_id',
    'price',
    'reserved_by',
    'reserved_until',
    'row_number',
    'seat_number',
    'seat_type',
    'section',
    'status',
    'updated_at',
    'version',
  ])
  const { event_id, section, row_number, price, status } = seat
  const told = { event_id, section, row_number, price, status }
  const expected = { section: 'Stalls', row_number: 'A', price: '45.00', status: 'AVAILABLE' }
  assert.deepEqual(told, { event_id: eventId, ...expected })
})

test('seats are listed by status and section, page by page', async () => {
  const eventId = await eventOnSale(organizer)
  const buyer = await newBuyer(platform.url)
  await reserve(buyer, eventId, { seats: ['A1', 'C2'] })
  await buy(buyer, eventId, { seats: ['B7', 'B8'] })
  const numbersOf = async (query: string, limit = 3) => {
    const seats = await allOf<SeatBody>(rest, `/v1/events/${eventId}/seats?${query}`, limit)
    return seats.map(({ seat_number }) => seat_number)
  }
  assert.equal((await numbersOf('')).length, 20)
  assert.deepEqual(await numbersOf('status=RESERVED', 1), ['A1', 'C2'])
  assert.deepEqual(await numbersOf('status=RESERVED&section=Balcony'), ['C2'])
  assert.deepEqual(await numbersOf('status=BOOKED'), ['B7', 'B8'])
  assert.deepEqual(await numbersOf('section=Balcony'), ['C1', 'C2', 'C3', 'C4'])
  assert.deepEqual(await numbersOf('section=Nowhere'), [])
})

test('who has a seat is shown to them and to the organizer, and to nobody else', async () => {
  const eventId = await eventOnSale(organizer)
  const buyer = await newBuyer(platform.url)
  const { booking_id: bookingId } = await buy(buyer, eventId, { seats: ['A1'] })
  const path = `/v1/events/${eventId}/seats/A1`
  const owner = { reserved_by: buyer.userId, booking_id: bookingId }
  const nobody = { reserved_by: null, booking_id: null }
  const stranger = await newBuyer(platform.url)
  for (const [reader, expected] of [
    [buyer.rest, owner],
    [organizer.rest, owner],
    [stranger.rest, nobody],
    [rest, nobody],
  ] as const) {
    const { body } = await reader.get<SeatBody>(path)
    assert.equal(body.status, 'BOOKED')
    const { reserved_by, booking_id } = body
    assert.deepEqual({ reserved_by, booking_id }, expected)
  }
})

test('what is not there is not found, each with its own code', async () => {
  const eventId = platform.events[0]?.event_id ?? 0
  for (const [path, code] of [
    ['/v1/events/4000000000', 'event_not_found'],
    ['/v1/events/4000000000/seats', 'event_not_found'],
    ['/v1/events/4000000000/seat-map', 'event_not_found'],
    ['/v1/events/4000000000/availability', 'event_not_found'],
    [`/v1/events/${eventId}/seats/Z99`, 'unknown_seat'],
    ['/v1/venues/4000000000', 'venue_not_found'],
    ['/v1/nothing', 'no_such_route'],
  ] as const) {
    expectProblem(await rest.get(path), { status: 404, code })
  }
})

test('how many seats are left shows in the event soon after they are sold', async () => {
  const eventId = await eventOnSale(organizer)
  const buyer = await newBuyer(platform.url)
  await buy(buyer, eventId, { seats: ['A1', 'A2'] })
  await until('the event counts its seats anew', async () => {
    const { body } = await rest.get<EventBody>(`/v1/events/${eventId}`)
    return body.available_seats === 68
  })
})

test('an event whose last seat is sold is sold out, and on sale again when it comes back', async () => {
  const row = { name: 'A', seats: [{ seat_number: 'A1', category: 'One' }] }
  const categories = [{ name: 'One', price: '1.00' }]
  const map = { categories, sections: [{ name: 'S', rows: [row] }] }
  const eventId = await eventOnSale(organizer, { map })
  const statusIs = (status: string) => async () =>
    (await rest.get<EventBody>(`/v1/events/${eventId}`)).body.status === status
  const buyer = await newBuyer(platform.url)
  const { booking_id: bookingId } = await buy(buyer, eventId, { seats: ['A1'] })
  await until('it is sold out', statusIs('SOLD_OUT'))
  expectStatus(await buyer.rest.post(`/v1/bookings/${bookingId}/cancel`), 200)
  await until('it is on sale again', statusIs('ON_SALE'))
  await buy(buyer, eventId, { seats: ['A1'] })
})

test('an administrator sees who has a seat of an event of somebody else', async () => {
  const admin = platform.accounts.find(({ role }) => role === 'admin')
  assert.ok(admin)
  const { rest: reader } = await logIn(platform.url, admin)
  const eventId = await eventOnSale(organizer)
  const buyer = await newBuyer(platform.url)
  await buy(buyer, eventId, { seats: ['A1'] })
  const { body } = await reader.get<SeatBody>(`/v1/events/${eventId}/seats/A1`)
  assert.equal(body.reserved_by, buyer.userId)
})
