import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { buy, eventOnSale, reserve, book } from './box-office.ts'
import { sell, ticketsOf } from './door.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { expectProblem } from './rest.ts'

let platform: Platform
let organizer: Person
let buyer: Person
let eventId: number
before(async () => {
  platform = await startBare()
  organizer = await newOrganizer(platform.url)
  buyer = await newBuyer(platform.url)
  eventId = await eventOnSale(organizer, { details: { event_name: 'Večer, “5; 7”' } })
})
after(() => platform.stop())

async function file(path: string, { token }: Person): Promise<{ type: string; text: string }> {
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(new URL(path, platform.url), { headers })
  assert.equal(response.status, 200)
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1')
  return { type: response.headers.get('content-type') ?? '', text }
}

test('the tickets are a PDF with a page for each seat and place', async () => {
  const { bookingId, tickets } = await sell(buyer, eventId, { seats: ['A1', 'A2'] })
  assert.equal(new Set(tickets.map(({ code }) => code)).size, 2)
  const { type, text } = await file(`/v1/bookings/${bookingId}/tickets.pdf`, buyer)
  assert.equal(type, 'application/pdf')
  assert.match(text, /^%PDF-1\.[3-7]/)
  assert.equal(text.match(/\/Type \/Page\b/g)?.length, 2)
  await buyer.rest.post(`/v1/bookings/${bookingId}/cancel`, { seats: ['A1'] })
  const fewer = await file(`/v1/bookings/${bookingId}/tickets.pdf`, buyer)
  assert.equal(fewer.text.match(/\/Type \/Page\b/g)?.length, 1)
  const standing = await sell(buyer, eventId, { areas: { Floor: 3 } })
  const pages = await file(`/v1/bookings/${standing.bookingId}/tickets.pdf`, buyer)
  assert.equal(pages.text.match(/\/Type \/Page\b/g)?.length, 3)
})

test('the event is a calendar file', async () => {
  const { booking_id: id } = await buy(buyer, eventId, { seats: ['A3'] })
  const { type, text } = await file(`/v1/bookings/${id}/calendar.ics`, buyer)
  assert.match(type, /^text\/calendar/)
  assert.match(text, /^BEGIN:VCALENDAR\r\n/)
  const name = Buffer.from('SUMMARY:Večer\\, “5\\; 7”').toString('latin1')
  assert.ok(text.includes(name), text)
  assert.match(text, /^UID:.+\r$/m)
})

test('tickets, PDF and calendar are the own ones only, and of what is paid', async () => {
  const { booking_id: id } = await buy(buyer, eventId, { seats: ['A4'] })
  const stranger = await newBuyer(platform.url)
  const others: Person[] = [stranger, organizer]
  for (const what of ['tickets', 'tickets.pdf', 'calendar.ics', 'notifications']) {
    for (const { rest } of others) {
      const answer = await rest.get(`/v1/bookings/${id}/${what}`)
      expectProblem(answer, { status: 404, code: 'booking_not_found' })
    }
  }
  const { reservation_id: reservationId } = await reserve(stranger, eventId, { seats: ['A5'] })
  const pending = await book(stranger, reservationId, { token: 'tok_challenge' })
  assert.equal(pending.body.status, 'PENDING')
  const unpaid = await stranger.rest.get(`/v1/bookings/${pending.body.booking_id}/tickets`)
  expectProblem(unpaid, { status: 409, code: 'booking_not_confirmed' })
})

test('the code of a ticket is the same whenever it is asked for', async () => {
  const { bookingId, tickets } = await sell(buyer, eventId, { seats: ['B1'] })
  assert.deepEqual(await ticketsOf(buyer, bookingId), tickets)
})
