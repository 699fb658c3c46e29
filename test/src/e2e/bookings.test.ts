import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { BookingBody, Page, ReservationBody, SeatBody } from './bodies.ts'
import { book, eventOnSale, reserve } from './box-office.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { expectProblem, expectStatus, Rest } from './rest.ts'
import { until } from './until.ts'

let platform: Platform
let eventId: number
let buyer: Person
before(async () => {
  platform = await startBare()
  const organizer = await newOrganizer(platform.url)
  eventId = await eventOnSale(organizer)
  buyer = await newBuyer(platform.url)
})
after(() => platform.stop())

/** Every test takes a seat of its own. */
const seats = ['A', 'B'].flatMap((row) => [1, 2, 3, 4, 5, 6, 7, 8].map((seat) => `${row}${seat}`))

async function reserveOne(): Promise<{ reservationId: string; seat: string }> {
  const seat = seats.pop()
  assert.ok(seat, 'a seat is left for this test')
  const { reservation_id: reservationId } = await reserve(buyer, eventId, { seats: [seat] })
  return { reservationId, seat }
}

async function bookingOf(bookingId: string): Promise<BookingBody> {
  return (await buyer.rest.get<BookingBody>(`/v1/bookings/${bookingId}`)).body
}

function confirmed(bookingId: string): () => Promise<boolean> {
  return async () => (await bookingOf(bookingId)).status === 'CONFIRMED'
}

async function statusOfSeat(seat: string): Promise<string> {
  const path = `/v1/events/${eventId}/seats/${seat}`
  return (await buyer.rest.get<SeatBody>(path)).body.status
}

test('a card that works makes a confirmed booking with a reference', async () => {
  const { reservationId, seat } = await reserveOne()
  const answer = await book(buyer, reservationId)
  const booking = expectStatus(answer, 201)
  assert.equal(answer.headers.get('location'), `/v1/bookings/${booking.booking_id}`)
  assert.match(booking.booking_reference, /^BK-/)
  const { status, payment_status, total_amount, currency } = booking
  assert.deepEqual(
    { status, payment_status, total_amount, currency },
    { status: 'CONFIRMED', payment_status: 'SUCCESS', total_amount: '45.00', currency: 'EUR' },
  )
  assert.equal(await statusOfSeat(seat), 'BOOKED')
  const { body } = await buyer.rest.get<ReservationBody>(`/v1/reservations/${reservationId}`)
  assert.deepEqual([body.status, body.booking_id], ['CONFIRMED', booking.booking_id])
})

test('a booking is found by its id and by its reference, by its buyer alone', async () => {
  const { reservationId } = await reserveOne()
  const booking = expectStatus(await book(buyer, reservationId), 201)
  assert.deepEqual(await bookingOf(booking.booking_id), booking)
  const byReference = `/v1/bookings?reference=${booking.booking_reference.toLowerCase()}`
  const { body } = await buyer.rest.get<Page<BookingBody>>(byReference)
  assert.deepEqual(body, { data: [booking], next_cursor: null })
  const stranger = await newBuyer(platform.url)
  const path = `/v1/bookings/${booking.booking_id}`
  const notFound = { status: 404, code: 'booking_not_found' }
  expectProblem(await stranger.rest.get(path), notFound)
  expectProblem(await stranger.rest.post(`${path}/cancel`), notFound)
  const nothing = await stranger.rest.get<Page<BookingBody>>(byReference)
  assert.deepEqual(nothing.body.data, [])
})

test('a repeat with the same key is answered as the first, and pays once', async () => {
  const { reservationId } = await reserveOne()
  const key = randomUUID()
  const first = expectStatus(await book(buyer, reservationId, { key }), 201)
  const again = await book(buyer, reservationId, { key })
  assert.deepEqual(expectStatus(again, 201), first)
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
})

test('a key that was used for something else is refused', async () => {
  const one = await reserveOne()
  const other = await reserveOne()
  const key = randomUUID()
  expectStatus(await book(buyer, one.reservationId, { key }), 201)
  const reused = await book(buyer, other.reservationId, { key })
  expectProblem(reused, { status: 422, code: 'idempotency_key_reused' })
  assert.equal(await statusOfSeat(other.seat), 'RESERVED')
})

test('keys belong to their user: another one may use the same', async () => {
  const { reservationId } = await reserveOne()
  const key = randomUUID()
  expectStatus(await book(buyer, reservationId, { key }), 201)
  const other = await newBuyer(platform.url)
  const { reservation_id } = await reserve(other, eventId, { seats: ['C1'] })
  expectStatus(await book(other, reservation_id, { key }), 201)
})

test('without a key no booking is begun', async () => {
  const { reservationId, seat } = await reserveOne()
  const payment = { provider: 'sandbox', token: 'tok_success' }
  const answer = await buyer.rest.post('/v1/bookings', { reservation_id: reservationId, payment })
  expectProblem(answer, { status: 400, code: 'idempotency_key_required' })
  assert.equal(await statusOfSeat(seat), 'RESERVED')
})

test('while a request is being answered, a repeat is told so', async () => {
  const { reservationId } = await reserveOne()
  const options = { key: randomUUID(), token: 'tok_slow' }
  // Together: who waited until the first has begun might come when it has ended.
  const both = [book(buyer, reservationId, options), book(buyer, reservationId, options)]
  const [first, repeat] = (await Promise.all(both)).toSorted((a, b) => a.status - b.status)
  assert.ok(first && repeat)
  expectProblem(repeat, { status: 409, code: 'idempotency_in_flight' })
  expectStatus(first, 201)
})

test('of many who pay for one reservation at once, one pays', async () => {
  const { reservationId } = await reserveOne()
  const answers = await Promise.all(Array.from({ length: 8 }, () => book(buyer, reservationId)))
  const made = new Set(
    answers.filter(({ status }) => status === 201).map(({ body }) => body.booking_id),
  )
  assert.equal(made.size, 1, JSON.stringify(answers.map(({ status, body }) => [status, body])))
  assert.ok(answers.every(({ status }) => status === 201 || status === 409))
})

test('a card that is declined leaves the seats, and another card buys them', async () => {
  const { reservationId, seat } = await reserveOne()
  for (const [token, reason] of [
    ['tok_decline', 'card_declined'],
    ['tok_insufficient_funds', 'insufficient_funds'],
    ['tok_nonsense', 'invalid_token'],
  ] as const) {
    const declined = await book(buyer, reservationId, { token })
    const problem = expectProblem(declined, { status: 402, code: 'payment_declined' })
    assert.ok(JSON.stringify(problem).includes(reason), JSON.stringify(problem))
  }
  assert.equal(await statusOfSeat(seat), 'RESERVED')
  expectStatus(await book(buyer, reservationId, { token: 'tok_visa' }), 201)
  assert.equal(await statusOfSeat(seat), 'BOOKED')
})

test('a decline that is repeated with its key is the same decline', async () => {
  const { reservationId } = await reserveOne()
  const options = { token: 'tok_decline', key: randomUUID() }
  const first = await book<object>(buyer, reservationId, options)
  const again = await book<object>(buyer, reservationId, options)
  expectProblem(again, { status: 402, code: 'payment_declined' })
  assert.deepEqual(again.body, first.body)
})

test('a challenge is pending until the buyer has passed it', async () => {
  const { reservationId, seat } = await reserveOne()
  const answer = await book(buyer, reservationId, { token: 'tok_challenge' })
  const pending = expectStatus(answer, 202)
  assert.equal(pending.status, 'PENDING')
  assert.ok(answer.headers.get('retry-after'))
  assert.equal(answer.headers.get('location'), `/v1/bookings/${pending.booking_id}`)
  assert.ok(pending.challenge_url)
  await answerChallenge(pending.challenge_url, 'approve')
  await until('the booking is confirmed', confirmed(pending.booking_id))
  assert.equal(await statusOfSeat(seat), 'BOOKED')
})

test('a pending booking that is asked for again with its key goes on to its end', async () => {
  const { reservationId } = await reserveOne()
  const options = { token: 'tok_challenge', key: randomUUID() }
  const pending = expectStatus(await book(buyer, reservationId, options), 202)
  await answerChallenge(pending.challenge_url ?? '', 'approve')
  await until('the repeat is answered with 201', async () => {
    const { status, body } = await book(buyer, reservationId, options)
    if (status === 201) assert.equal(body.booking_id, pending.booking_id)
    return status === 201
  })
})

test('a challenge that is refused gives the buyer another try', async () => {
  const { reservationId } = await reserveOne()
  const { body } = await book(buyer, reservationId, { token: 'tok_challenge' })
  await answerChallenge(body.challenge_url ?? '', 'refuse')
  await until('the booking has failed', async () => {
    return (await bookingOf(body.booking_id)).status === 'FAILED'
  })
  expectStatus(await book(buyer, reservationId), 201)
})

test('a bank whose answer is lost has been paid once, and the booking is confirmed', async () => {
  const { reservationId } = await reserveOne()
  const { status, body } = await book(buyer, reservationId, { token: 'tok_timeout_after_success' })
  assert.ok(status === 201 || status === 202, JSON.stringify(body))
  await until('the booking is confirmed', confirmed(body.booking_id))
})

test('a payment method that does not exist changes nothing', async () => {
  const { reservationId, seat } = await reserveOne()
  const payment = { provider: 'barter', token: 'two_goats' }
  const body = { reservation_id: reservationId, payment }
  const headers = { 'idempotency-key': randomUUID() }
  const answer = await buyer.rest.post('/v1/bookings', body, { headers })
  expectProblem(answer, { status: 400, code: 'payment_invalid' })
  assert.equal(await statusOfSeat(seat), 'RESERVED')
})

test('a webhook with a wrong signature is nobody', async () => {
  const rest = new Rest(platform.url)
  const body = { id: 'whd_1', type: 'payment.updated', payment_id: 'pay_1', created_at_ms: 1 }
  const path = '/v1/payments/webhooks/sandbox'
  const seconds = Math.floor(Date.now() / 1000)
  for (const signature of ['', 'v1=00', `t=${seconds},v1=${'00'.repeat(32)}`]) {
    const answer = await rest.post(path, body, { headers: { 'usher-signature': signature } })
    expectProblem(answer, { status: 401, code: 'invalid_signature' })
  }
  assert.equal((await rest.post(path, body)).status, 401)
  expectProblem(await rest.post('/v1/payments/webhooks/barter', body), {
    status: 400,
    code: 'unknown_provider',
  })
})

async function answerChallenge(url: string, outcome: 'approve' | 'refuse'): Promise<void> {
  const path = new URL(url).pathname
  expectStatus(await new Rest(platform.url).post(path, { outcome }), 204)
}
