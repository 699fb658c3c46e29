import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { BookingBody, EventBody, SeatBody, SeatMapReportBody } from './bodies.ts'
import { buy, draftEvent, eventOnSale, putSeatMap, smallHall } from './box-office.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { expectProblem, expectStatus, Rest } from './rest.ts'
import { until } from './until.ts'

let platform: Platform
let organizer: Person
before(async () => {
  platform = await startBare()
  organizer = await newOrganizer(platform.url)
})
after(() => platform.stop())

const HOUR_MS = 3_600_000
const SOON_MS = 1500
const fixtures = new URL('../../../services/inventory/fixtures/', import.meta.url)

test('an organizer makes a venue, an event and its map, and publishes it', async () => {
  const draft = await draftEvent(organizer, { event_name: 'Première' })
  assert.equal(draft.status, 'DRAFT')
  const path = `/v1/events/${draft.event_id}`
  expectProblem(await new Rest(platform.url).get(path), { status: 404, code: 'event_not_found' })
  const report = await putSeatMap(organizer, draft.event_id)
  const { seats, areas, total_capacity, skipped, dry_run } = report
  assert.deepEqual(
    { seats, areas, total_capacity, skipped, dry_run },
    { seats: 20, areas: 1, total_capacity: 70, skipped: [], dry_run: false },
  )
  const published = expectStatus(await organizer.rest.post<EventBody>(`${path}/publish`), 200)
  assert.equal(published.status, 'ON_SALE')
  const seen = expectStatus(await new Rest(platform.url).get<EventBody>(path), 200)
  assert.equal(seen.total_seats, 70)
})

test('an event opens by itself at its sale start', async () => {
  const buyer = await newBuyer(platform.url)
  const saleStart = (inMs: number) => ({
    sale_start_time: new Date(Date.now() + inMs).toISOString(),
  })
  const eventId = await eventOnSale(organizer, { details: saleStart(HOUR_MS) })
  const path = `/v1/events/${eventId}`
  const { body } = await organizer.rest.get<EventBody>(path)
  assert.equal(body.status, 'UPCOMING')
  const early = await buyer.rest.post('/v1/reservations', { event_id: eventId, seats: ['A1'] })
  expectProblem(early, { status: 409, code: 'sale_not_open' })
  expectStatus(await organizer.rest.call('PATCH', path, { body: saleStart(SOON_MS) }), 200)
  await until('the event is on sale', async () => {
    const { body } = await organizer.rest.get<EventBody>(path)
    return body.status === 'ON_SALE'
  })
  await buy(buyer, eventId, { seats: ['A1'] })
})

test('a map is read from CSV, and from a pretix plan as somebody drew it', async () => {
  const csv = await readFile(new URL('saal.csv', fixtures))
  const { event_id: csvEvent } = await draftEvent(organizer)
  const columns = 'section:Bereich,row:Reihe,seat:Platz,category:Kategorie,price:Preis'
  const query = encodeURIComponent(`${columns},capacity:Plätze`)
  const fromCsv = await organizer.rest.call<SeatMapReportBody>(
    'PUT',
    `/v1/events/${csvEvent}/seat-map?columns=${query}`,
    { body: csv, headers: { 'content-type': 'text/csv' } },
  )
  const { seats, areas, total_capacity } = expectStatus(fromCsv, 200)
  assert.deepEqual({ seats, areas, total_capacity }, { seats: 4, areas: 1, total_capacity: 254 })

  const plan = await readFile(new URL('seatmap-canvas-stadium.json', fixtures))
  const { event_id: planEvent } = await draftEvent(organizer)
  const fromPlan = await organizer.rest.call<SeatMapReportBody>(
    'PUT',
    `/v1/events/${planEvent}/seat-map?prices=${encodeURIComponent('*:30.00')}`,
    { body: plan },
  )
  assert.equal(expectStatus(fromPlan, 200).seats, 738)
})

test('a dry run says what would happen and does nothing', async () => {
  const { event_id: eventId } = await draftEvent(organizer)
  const path = `/v1/events/${eventId}/seat-map`
  const tried = await organizer.rest.call<SeatMapReportBody>('PUT', `${path}?dry_run=true`, {
    body: smallHall,
  })
  assert.equal(expectStatus(tried, 200).dry_run, true)
  expectProblem(await organizer.rest.get(path), { status: 404, code: 'seat_map_not_found' })
})

test('a map that was answered can be put back, and not once a seat is taken', async () => {
  const eventId = await eventOnSale(organizer)
  const path = `/v1/events/${eventId}/seat-map`
  const { body: map, headers } = await organizer.rest.get<object>(path)
  const etag = headers.get('etag') ?? ''
  const put = (ifMatch: string) =>
    organizer.rest.call('PUT', path, { body: map, headers: { 'if-match': ifMatch } })
  expectStatus(await put(etag), 200)
  expectProblem(await put(etag), { status: 412, code: 'stale_version' })
  await buy(await newBuyer(platform.url), eventId, { seats: ['A1'] })
  const refused = await organizer.rest.call('PUT', path, { body: map })
  assert.equal(refused.status, 409, JSON.stringify(refused.body))
})

test('a change needs the state that was read, and the right person', async () => {
  const { event_id: eventId } = await draftEvent(organizer)
  const path = `/v1/events/${eventId}`
  const etag = (await organizer.rest.get(path)).headers.get('etag') ?? ''
  const change = (person: Person, ifMatch: string) =>
    person.rest.call<EventBody>('PATCH', path, {
      body: { event_name: 'Renamed' },
      headers: { 'if-match': ifMatch },
    })
  assert.equal(expectStatus(await change(organizer, etag), 200).event_name, 'Renamed')
  expectProblem(await change(organizer, etag), { status: 412, code: 'stale_version' })
  const stranger = await newOrganizer(platform.url)
  assert.equal((await change(stranger, etag)).status, 404)
  const buyer = await newBuyer(platform.url)
  expectProblem(await change(buyer, etag), { status: 403, code: 'organizer_required' })
})

test('a blocked seat cannot be had until it is put back', async () => {
  const eventId = await eventOnSale(organizer)
  const path = `/v1/events/${eventId}/seats`
  const buyer = await newBuyer(platform.url)
  const body = { seats: ['A1', 'A2'], reason: 'Pillar' }
  assert.deepEqual(expectStatus(await organizer.rest.post(`${path}/block`, body), 200), {
    changed: 2,
  })
  const { body: seat } = await buyer.rest.get<SeatBody>(`${path}/A1`)
  assert.equal(seat.status, 'BLOCKED')
  const refused = await buyer.rest.post('/v1/reservations', { event_id: eventId, seats: ['A1'] })
  const problem = expectProblem(refused, { status: 409, code: 'seat_unavailable' })
  assert.deepEqual(problem['seats'], [{ seat_number: 'A1', reason: 'blocked', mine: false }])
  expectStatus(await organizer.rest.post(`${path}/unblock`, { seats: ['A1'] }), 200)
  await buy(buyer, eventId, { seats: ['A1'] })
})

test('a cancelled event gives everybody their money back', async () => {
  const eventId = await eventOnSale(organizer)
  const buyer = await newBuyer(platform.url)
  const { booking_id: bookingId } = await buy(buyer, eventId, { seats: ['A1', 'A2'] })
  const path = `/v1/events/${eventId}/cancel`
  const cancelled = await organizer.rest.post<EventBody>(path, { reason: 'The singer is ill' })
  assert.equal(expectStatus(cancelled, 200).status, 'CANCELLED')
  await until('the booking is refunded', async () => {
    const { body } = await buyer.rest.get<BookingBody>(`/v1/bookings/${bookingId}`)
    return body.status === 'CANCELLED' && body.refunded_amount === '90.00'
  })
  const late = await buyer.rest.post('/v1/reservations', { event_id: eventId, seats: ['B1'] })
  expectProblem(late, { status: 409, code: 'sale_closed' })
})
