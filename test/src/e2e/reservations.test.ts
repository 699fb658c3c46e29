import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page, ReservationBody } from './bodies.ts'
import { book, eventOnSale, reserve, type Wish } from './box-office.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { expectProblem, expectStatus } from './rest.ts'

/** Two in one millisecond have no order. */
const MOMENT_MS = 2
let platform: Platform
let organizer: Person
let buyer: Person
before(async () => {
  platform = await startBare()
  organizer = await newOrganizer(platform.url)
  buyer = await newBuyer(platform.url)
})
after(() => platform.stop())

function ask({ rest }: Person, eventId: number, wish: Wish) {
  return rest.post<ReservationBody>('/v1/reservations', { event_id: eventId, ...wish })
}

function seatsOf({ seats }: ReservationBody): string[] {
  return seats.map(({ seat_number }) => seat_number)
}

test('named seats are reserved together, with their price and their time', async () => {
  const eventId = await eventOnSale(organizer)
  const askedMs = Date.now()
  const answer = await ask(buyer, eventId, { seats: ['A1', 'A2', 'C1'] })
  const answeredMs = Date.now()
  const reservation = expectStatus(answer, 201)
  assert.equal(answer.headers.get('location'), `/v1/reservations/${reservation.reservation_id}`)
  assert.deepEqual(seatsOf(reservation), ['A1', 'A2', 'C1'])
  assert.equal(reservation.status, 'ACTIVE')
  assert.deepEqual([reservation.total_amount, reservation.currency], ['110.00', 'EUR'])
  const expiresMs = Date.parse(reservation.expires_at)
  const [longest, shortest] = [expiresMs - askedMs, expiresMs - answeredMs]
  assert.ok(longest >= 600_000 && shortest <= 600_000, `${longest} ms, ${shortest} ms`)
  const seconds = reservation.expires_in_seconds
  assert.ok(seconds <= longest / 1000 + 1 && seconds >= shortest / 1000 - 1, `${seconds} s`)
})

test('the best seats that are left are side by side in one row', async () => {
  const eventId = await eventOnSale(organizer)
  const wish = { best_available: { quantity: 4, section: 'Stalls' } }
  const first = await reserve(buyer, eventId, wish)
  const second = await reserve(buyer, eventId, wish)
  for (const reservation of [first, second]) {
    assert.equal(reservation.adjacent, true)
    assert.equal(new Set(reservation.seats.map(({ row_number }) => row_number)).size, 1)
  }
  assert.equal(new Set([...seatsOf(first), ...seatsOf(second)]).size, 8)
  const cheap = await reserve(buyer, eventId, { best_available: { quantity: 2, category: 'Back' } })
  assert.equal(cheap.total_amount, '40.00')
})

test('more than is left of the best is refused, and says how it is', async () => {
  const eventId = await eventOnSale(organizer)
  await reserve(buyer, eventId, { seats: ['C1', 'C2'] })
  const answer = await ask(buyer, eventId, { best_available: { quantity: 3, section: 'Balcony' } })
  assert.equal(answer.status, 409, JSON.stringify(answer.body))
})

test('places of an area are counted and never more than it holds', async () => {
  const eventId = await eventOnSale(organizer)
  for (let i = 0; i < 2; i++) await reserve(buyer, eventId, { areas: { Floor: 20 } })
  const refused = await ask(buyer, eventId, { areas: { Floor: 11 } })
  const problem = expectProblem(refused, { status: 409, code: 'not_enough_places' })
  assert.equal(problem['available'], 10)
  const last = await reserve(buyer, eventId, { areas: { Floor: 10 } })
  assert.equal(last.total_amount, '125.00')
})

test('all or nothing: who cannot have every seat is told of each why, and has none', async () => {
  const eventId = await eventOnSale(organizer)
  const other = await newBuyer(platform.url)
  await reserve(other, eventId, { seats: ['A1'] })
  const sold = await reserve(other, eventId, { seats: ['A2'] })
  expectStatus(await book(other, sold.reservation_id), 201)
  await reserve(buyer, eventId, { seats: ['A3'] })
  await organizer.rest.post(`/v1/events/${eventId}/seats/block`, { seats: ['A4'] })
  const answer = await ask(buyer, eventId, { seats: ['A1', 'A2', 'A3', 'A4', 'A5'] })
  const problem = expectProblem(answer, { status: 409, code: 'seat_unavailable' })
  assert.deepEqual(problem['seats'], [
    { seat_number: 'A1', reason: 'reserved', mine: false },
    { seat_number: 'A2', reason: 'booked', mine: false },
    { seat_number: 'A3', reason: 'reserved', mine: true },
    { seat_number: 'A4', reason: 'blocked', mine: false },
  ])
  assert.deepEqual(seatsOf(await reserve(other, eventId, { seats: ['A5'] })), ['A5'])
})

test('a repeat with the same key is the same reservation', async () => {
  const eventId = await eventOnSale(organizer)
  const body = { event_id: eventId, seats: ['A1'] }
  const options = { headers: { 'idempotency-key': 'once' } }
  const first = await buyer.rest.post<ReservationBody>('/v1/reservations', body, options)
  const again = await buyer.rest.post<ReservationBody>('/v1/reservations', body, options)
  assert.deepEqual(expectStatus(again, 201), expectStatus(first, 201))
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
})

test('my reservations are listed, the newest first, and nobody else can see one', async () => {
  const eventId = await eventOnSale(organizer)
  const person = await newBuyer(platform.url)
  const ids: string[] = []
  for (const seat of ['A1', 'A2', 'A3']) {
    await wait(MOMENT_MS)
    ids.unshift((await reserve(person, eventId, { seats: [seat] })).reservation_id)
  }
  const page = expectStatus(
    await person.rest.get<Page<ReservationBody>>('/v1/reservations?limit=2'),
    200,
  )
  const next = await person.rest.get<Page<ReservationBody>>(
    `/v1/reservations?limit=2&cursor=${page.next_cursor}`,
  )
  const listed = [...page.data, ...next.body.data].map(({ reservation_id }) => reservation_id)
  assert.deepEqual(listed, ids)
  const path = `/v1/reservations/${ids[0]}`
  expectStatus(await person.rest.get(path), 200)
  const notFound = { status: 404, code: 'reservation_not_found' }
  expectProblem(await buyer.rest.get(path), notFound)
  expectProblem(await buyer.rest.call('DELETE', path), notFound)
  expectProblem(await buyer.rest.post(`${path}/extend`), notFound)
  const swap = { release: ['A1'], take: ['A5'] }
  expectProblem(await buyer.rest.post(`${path}/swap`, swap), notFound)
  expectProblem(await book(buyer, ids[0] ?? ''), notFound)
})

test('seats that are given back can be reserved at once, and giving back twice is harmless', async () => {
  const eventId = await eventOnSale(organizer)
  const { reservation_id: id } = await reserve(buyer, eventId, { seats: ['A1'] })
  const path = `/v1/reservations/${id}`
  const released = await buyer.rest.call<ReservationBody>('DELETE', path)
  assert.equal(expectStatus(released, 200).status, 'RELEASED')
  assert.ok((await buyer.rest.call('DELETE', path)).status < 500)
  await reserve(await newBuyer(platform.url), eventId, { seats: ['A1'] })
  expectProblem(await book(buyer, id), { status: 409, code: 'reservation_expired' })
})

test('a reservation can be given more time, three times', async () => {
  const eventId = await eventOnSale(organizer)
  const { reservation_id: id, expires_at } = await reserve(buyer, eventId, { seats: ['A1'] })
  const path = `/v1/reservations/${id}/extend`
  let expiresMs = Date.parse(expires_at)
  for (let i = 0; i < 3; i++) {
    const { body } = await buyer.rest.post<ReservationBody>(path)
    const nextMs = Date.parse(body.expires_at)
    assert.ok(nextMs > expiresMs, JSON.stringify(body))
    expiresMs = nextMs
  }
  expectProblem(await buyer.rest.post(path), { status: 409, code: 'extension_limit' })
})

test('seats are swapped as one: the old ones go back only if the new ones are free', async () => {
  const eventId = await eventOnSale(organizer)
  const other = await newBuyer(platform.url)
  await reserve(other, eventId, { seats: ['B1'] })
  const { reservation_id: id } = await reserve(buyer, eventId, { seats: ['A1', 'A2'] })
  const path = `/v1/reservations/${id}`
  const refused = await buyer.rest.post(`${path}/swap`, { release: ['A1'], take: ['B1'] })
  expectProblem(refused, { status: 409, code: 'seat_unavailable' })
  assert.deepEqual(seatsOf((await buyer.rest.get<ReservationBody>(path)).body), ['A1', 'A2'])
  const swap = { release: ['A1'], take: ['C1'] }
  const swapped = expectStatus(await buyer.rest.post<ReservationBody>(`${path}/swap`, swap), 200)
  assert.deepEqual(seatsOf(swapped).toSorted(), ['A2', 'C1'])
  assert.equal(swapped.total_amount, '65.00')
  await reserve(other, eventId, { seats: ['A1'] })
})

test('a buyer cannot have more seats of an event than its organizer allows', async () => {
  const eventId = await eventOnSale(organizer, { details: { max_seats_per_buyer: 3 } })
  const person = await newBuyer(platform.url)
  await reserve(person, eventId, { seats: ['A1', 'A2'] })
  const answers = await Promise.all([
    ask(person, eventId, { seats: ['B1'] }),
    ask(person, eventId, { seats: ['B3'] }),
    ask(person, eventId, { areas: { Floor: 1 } }),
  ])
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
  assert.deepEqual(statuses, [201, 409, 409])
  for (const answer of answers.filter(({ status }) => status === 409)) {
    expectProblem(answer, { status: 409, code: 'buyer_limit' })
  }
})

test('where single seats may not be stranded, the server sees to it', async () => {
  const eventId = await eventOnSale(organizer, { details: { orphan_rule: 'strict' } })
  const answer = await ask(buyer, eventId, { seats: ['A2', 'A3'] })
  expectProblem(answer, { status: 409, code: 'orphan_seat' })
  await reserve(buyer, eventId, { seats: ['A1', 'A2'] })
})

test('an event decides how long its reservations last', async () => {
  const eventId = await eventOnSale(organizer, { details: { reservation_minutes: 1 } })
  const { expires_in_seconds } = await reserve(buyer, eventId, { seats: ['A1'] })
  assert.ok(expires_in_seconds > 50 && expires_in_seconds <= 60)
})
