import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { BookingBody, JournalEntryBody, Page, SalesBody, SeatBody } from './bodies.ts'
import { buy, eventOnSale, reserve } from './box-office.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { expectProblem, expectStatus } from './rest.ts'

let platform: Platform
let organizer: Person
let buyer: Person
before(async () => {
  platform = await startBare()
  organizer = await newOrganizer(platform.url)
  buyer = await newBuyer(platform.url)
})
after(() => platform.stop())

function cancel({ rest }: Person, bookingId: string, body?: unknown, key = randomUUID()) {
  const headers = { 'idempotency-key': key }
  return rest.post<BookingBody>(`/v1/bookings/${bookingId}/cancel`, body, { headers })
}

test('one seat is given back, then the rest: each cent comes back once', async () => {
  const eventId = await eventOnSale(organizer)
  const wish = { seats: ['A1', 'A2', 'C1'] }
  const { booking_id: id, total_amount } = await buy(buyer, eventId, wish)
  assert.equal(total_amount, '110.00')
  const partly = expectStatus(await cancel(buyer, id, { seats: ['A2'] }), 200)
  assert.equal(partly.status, 'CONFIRMED')
  assert.equal(partly.refunded_amount, '45.00')
  const cancelled = partly.seats.filter((seat) => seat.cancelled)
  assert.deepEqual(
    cancelled.map(({ seat_number }) => seat_number),
    ['A2'],
  )
  await reserve(await newBuyer(platform.url), eventId, { seats: ['A2'] })
  const whole = expectStatus(await cancel(buyer, id), 200)
  assert.equal(whole.status, 'CANCELLED')
  assert.equal(whole.refunded_amount, '110.00')
  const { body: seat } = await buyer.rest.get<SeatBody>(`/v1/events/${eventId}/seats/C1`)
  assert.equal(seat.status, 'AVAILABLE')
})

test('places of an area are given back by number', async () => {
  const eventId = await eventOnSale(organizer)
  const { booking_id: id } = await buy(buyer, eventId, { areas: { Floor: 4 } })
  const partly = expectStatus(await cancel(buyer, id, { areas: { Floor: 3 } }), 200)
  assert.equal(partly.refunded_amount, '37.50')
  assert.deepEqual([partly.areas[0]?.quantity, partly.areas[0]?.cancelled], [4, 3])
  assert.ok((await cancel(buyer, id, { areas: { Floor: 2 } })).status >= 400)
  assert.equal(expectStatus(await cancel(buyer, id), 200).refunded_amount, '50.00')
})

test('a repeat gives the money back once', async () => {
  const eventId = await eventOnSale(organizer)
  const { booking_id: id } = await buy(buyer, eventId, { seats: ['A1', 'A2'] })
  const key = randomUUID()
  const first = expectStatus(await cancel(buyer, id, { seats: ['A1'] }, key), 200)
  assert.deepEqual(expectStatus(await cancel(buyer, id, { seats: ['A1'] }, key), 200), first)
  const again = await cancel(buyer, id, { seats: ['A1'] })
  assert.equal(again.status, 409, JSON.stringify(again.body))
  const { body } = await buyer.rest.get<BookingBody>(`/v1/bookings/${id}`)
  assert.equal(body.refunded_amount, '45.00')
})

test('seats of somebody else cannot be given back', async () => {
  const eventId = await eventOnSale(organizer)
  const other = await newBuyer(platform.url)
  await buy(other, eventId, { seats: ['B1'] })
  const { booking_id: id } = await buy(buyer, eventId, { seats: ['A1'] })
  const answer = await cancel(buyer, id, { seats: ['A1', 'B1'] })
  assert.ok(answer.status >= 400 && answer.status < 500, JSON.stringify(answer.body))
  const { body } = await buyer.rest.get<BookingBody>(`/v1/bookings/${id}`)
  assert.deepEqual([body.status, body.refunded_amount], ['CONFIRMED', '0.00'])
})

test('a seat that was given back ten times over is sold to one at a time', async () => {
  const eventId = await eventOnSale(organizer)
  for (let i = 0; i < 10; i++) {
    const { booking_id: id } = await buy(buyer, eventId, { seats: ['A1'] })
    assert.equal(expectStatus(await cancel(buyer, id), 200).refunded_amount, '45.00')
  }
})

test('the books add up: journal, sales and what buyers were told', async () => {
  const eventId = await eventOnSale(organizer)
  const other = await newBuyer(platform.url)
  const first = await buy(buyer, eventId, { seats: ['A1', 'A2'] })
  await buy(other, eventId, { areas: { Floor: 4 } })
  const gone = await buy(other, eventId, { seats: ['C1'] })
  expectStatus(await cancel(other, gone.booking_id, { reason: 'Ill' }), 200)
  expectStatus(await cancel(buyer, first.booking_id, { seats: ['A2'] }), 200)
  const sales = expectStatus(
    await organizer.rest.get<SalesBody>(`/v1/events/${eventId}/sales`),
    200,
  )
  const { sold, total_amount, captured_amount, refunded_amount, currency } = sales
  assert.deepEqual(
    { sold, total_amount, captured_amount, refunded_amount, currency },
    {
      sold: 5,
      total_amount: '95.00',
      captured_amount: '160.00',
      refunded_amount: '65.00',
      currency: 'EUR',
    },
  )
  const perSection = sales.sections.map(({ section, sold, total_amount }) => [
    section,
    sold,
    total_amount,
  ])
  assert.deepEqual(
    perSection.filter(([, sold]) => sold !== 0),
    [
      ['Stalls', 1, '45.00'],
      ['Floor', 4, '50.00'],
    ],
  )
})

test('the journal tells of each seat who did what, in order and without a gap', async () => {
  const eventId = await eventOnSale(organizer)
  const { booking_id: id, reservation_id } = await buy(buyer, eventId, { seats: ['A1'] })
  expectStatus(await cancel(buyer, id, { reason: 'Ill' }), 200)
  await reserve(await newBuyer(platform.url), eventId, { seats: ['A1', 'A2'] })
  const path = `/v1/events/${eventId}/journal`
  const { data } = expectStatus(
    await organizer.rest.get<Page<JournalEntryBody>>(`${path}?seat_number=A1`),
    200,
  )
  const oldestFirst = data.toSorted((a, b) => a.sequence - b.sequence)
  const ofSeat = oldestFirst.flatMap(({ seats }) =>
    seats.filter(({ seat_number }) => seat_number === 'A1'),
  )
  const changes = ofSeat.map(({ before, after }) => `${before} ${after}`)
  const [first] = changes
  assert.equal(first, 'AVAILABLE RESERVED')
  for (const [index, change] of changes.entries()) {
    const before = changes[index - 1]?.split(' ')[1] ?? 'AVAILABLE'
    assert.equal(change.split(' ')[0], before, changes.join(', '))
  }
  assert.ok(changes.includes('RESERVED BOOKED') && changes.includes('BOOKED AVAILABLE'))
  const [reserved] = oldestFirst
  assert.equal(reserved?.actor, buyer.userId)
  assert.equal(reserved?.reservation_id, reservation_id)
  const versions = ofSeat.map(({ version }) => version)
  assert.deepEqual(
    versions,
    versions.map((_, index) => index + 1),
  )
})

test('journal and sales are for the organizer of the event alone', async () => {
  const eventId = await eventOnSale(organizer)
  const stranger = await newOrganizer(platform.url)
  for (const what of ['journal', 'sales']) {
    const path = `/v1/events/${eventId}/${what}`
    expectProblem(await buyer.rest.get(path), { status: 403, code: 'organizer_required' })
    expectProblem(await stranger.rest.get(path), { status: 404, code: 'event_not_found' })
  }
})
