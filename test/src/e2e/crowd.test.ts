import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AvailabilityBody, ReservationBody } from './bodies.ts'
import { book, confirmed, eventOnSale } from './box-office.ts'
import { newBuyer, newBuyers, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startPlatform } from './start-platform.ts'
import { expectProblem, expectStatus, Rest } from './rest.ts'

let platform: Platform
let eventId: number
let crowd: readonly Person[]
before(async () => {
  platform = await startPlatform()
  eventId = await eventOnSale(await newOrganizer(platform.url))
  crowd = await newBuyers(platform.url, 100)
})
after(() => platform.stop())

function race(wish: object) {
  const body = { event_id: eventId, ...wish }
  return Promise.all(crowd.map(({ rest }) => rest.post<ReservationBody>('/v1/reservations', body)))
}

test('a hundred people race for one seat: one has it, 99 are told clearly', async () => {
  const answers = await race({ seats: ['A1'] })
  const winners = answers.filter(({ status }) => status === 201)
  assert.equal(winners.length, 1)
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    const problem = expectProblem(answer, { status: 409, code: 'seat_unavailable' })
    assert.deepEqual(problem['seats'], [{ seat_number: 'A1', reason: 'reserved', mine: false }])
  }
})

test('a hundred people race for pairs that overlap: no seat goes twice', async () => {
  const pairs = [1, 2, 3, 4, 5, 6, 7].map((seat) => ({ seats: [`B${seat}`, `B${seat + 1}`] }))
  const answers = await Promise.all(
    crowd.map(({ rest }, index) =>
      rest.post<ReservationBody>('/v1/reservations', {
        event_id: eventId,
        ...pairs[index % pairs.length],
      }),
    ),
  )
  const taken = answers
    .filter(({ status }) => status === 201)
    .flatMap(({ body }) => body.seats.map(({ seat_number }) => seat_number))
  assert.ok(taken.length > 0)
  assert.equal(new Set(taken).size, taken.length, taken.join())
  assert.ok(answers.every(({ status }) => status === 201 || status === 409))
})

test('a hundred people race for fifty places, and all who got one can pay', async () => {
  const answers = await race({ areas: { Floor: 1 } })
  const winners = answers.flatMap(({ status, body }, index) => {
    const buyer = crowd[index]
    return status === 201 && buyer ? [{ buyer, reservationId: body.reservation_id }] : []
  })
  assert.equal(winners.length, 50)
  await Promise.all(
    winners.map(async ({ buyer, reservationId }) =>
      confirmed(buyer, await book(buyer, reservationId)),
    ),
  )
  const path = `/v1/events/${eventId}/availability`
  const { sections } = expectStatus(await new Rest(platform.url).get<AvailabilityBody>(path), 200)
  const floor = sections.find(({ section }) => section === 'Floor')
  assert.deepEqual(floor?.counts, {
    available: 0,
    reserved: 0,
    booked: 50,
    blocked: 0,
    total: 50,
  })
})

test('who hammers far beyond that is told when to come back', async () => {
  const { rest } = await newBuyer(platform.url)
  let refused = await rest.post('/v1/bookings', {})
  for (let i = 0; i < 30 && refused.status !== 429; i++) {
    const batch = Array.from({ length: 50 }, () => rest.post('/v1/bookings', {}))
    refused = (await Promise.all(batch)).find(({ status }) => status === 429) ?? refused
  }
  expectProblem(refused, { status: 429, code: 'rate_limited' })
  const seconds = Number(refused.headers.get('retry-after'))
  assert.ok(seconds > 0 && seconds <= 60, `retry-after: ${seconds}`)
  // Other calls go on: an allowance is of its kind.
  expectStatus(await rest.get('/v1/events'), 200)
})
