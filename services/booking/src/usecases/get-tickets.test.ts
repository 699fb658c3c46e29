import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BookingStatus, TicketStatus } from '@usher/contracts'
import { verifyTicketCode } from '../adapters/node-crypto/verify-ticket-code.ts'
import { Door } from '../simulation/door.fixture.ts'
import { Shop } from '../simulation/shop.fixture.ts'

test('a booking has a ticket for each seat and each place, with codes to verify', async () => {
  const door = await Door.open()
  const tickets = await door.tickets()
  assert.deepEqual(
    tickets.map(({ seatNumber, section }) => seatNumber || section),
    ['A1', 'B1', 'Floor', 'Floor'],
  )
  const { jwksJson } = await door.client.getTicketKeys({})
  for (const [i, { ticketId, code, status }] of tickets.entries()) {
    assert.equal(ticketId, `${door.bookingId}.${i + 1}`)
    assert.equal(status, TicketStatus.VALID)
    const verified = verifyTicketCode(code, jwksJson, door.eventId)
    assert.equal(verified.valid && verified.ticket.ticketId, ticketId)
  }
  assert.deepEqual(await door.tickets(), tickets)
})

test('numbers and codes stay when others are cancelled, whose codes are gone', async () => {
  const door = await Door.open()
  const before = await door.tickets()
  const { shop, bookingId } = door
  const { userId } = shop
  const some = { bookingId, userId, seats: ['A1'], areas: { Floor: 1 } }
  await shop.world.until(shop.world.client.cancelBooking(some))
  const after = await door.tickets()
  assert.deepEqual([after[1], after[2]], [before[1], before[2]])
  for (const i of [0, 3]) {
    assert.deepEqual([after[i]?.status, after[i]?.code], [TicketStatus.CANCELLED, ''])
  }
})

test('a ticket that is checked in says since when', async () => {
  const door = await Door.open()
  const { checkIn } = await door.scan(await door.code(2))
  const [, second] = await door.tickets()
  assert.equal(second?.status, TicketStatus.CHECKED_IN)
  assert.equal(second?.checkInId, checkIn?.checkInId)
  assert.equal(second?.checkedInAtMs, checkIn?.checkedInAtMs)
  assert.notEqual(second?.code, '')
})

test('what is not paid has no tickets, what is another’s is not found', async () => {
  const shop = await Shop.open()
  const pending = await shop.book(shop.reserve(), 'tok_challenge')
  const { tickets } = shop.world
  const refused = { kind: 'conflict', code: 'booking_not_confirmed' }
  await assert.rejects(tickets.getTickets({ bookingId: pending.bookingId }), refused)
  const paid = await shop.book(shop.reserve())
  const stranger = { bookingId: paid.bookingId, userId: 'user_other' }
  await assert.rejects(tickets.getTickets(stranger), { kind: 'not_found' })
  await assert.rejects(tickets.renderTickets(stranger), { kind: 'not_found' })
  await assert.rejects(tickets.reissueTickets(stranger), { kind: 'not_found' })
  await assert.rejects(tickets.getTickets({ bookingId: 'x' }), { code: 'malformed_id' })
})

test('valid tickets are printed, and none are when all are cancelled', async () => {
  const door = await Door.open()
  const { bookingId, client, shop } = door
  const { pdf } = await shop.world.until(client.renderTickets({ bookingId }))
  assert.equal(Buffer.from(pdf.subarray(0, 5)).toString(), '%PDF-')
  await shop.cancel(bookingId)
  const none = { kind: 'conflict', code: 'no_valid_tickets' }
  await assert.rejects(client.renderTickets({ bookingId }), none)
})

test('tickets whose people were let in are printed, too', async () => {
  const door = await Door.open()
  const { bookingId, client, shop } = door
  await door.scan(await door.code(1))
  const { pdf } = await shop.world.until(client.renderTickets({ bookingId }))
  assert.equal(
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type \/Page\b(?!s)/g)?.length,
    4,
  )
})

test('the calendar has the places left, and takes out what is cancelled', async () => {
  const door = await Door.open()
  const { bookingId, client, shop } = door
  const calendar = async (language = '') => {
    const asked = client.renderCalendar({ bookingId, language })
    const text = Buffer.from((await shop.world.until(asked)).calendar).toString()
    return text.replaceAll(/\r\n[ \t]/g, '')
  }
  const before = await calendar()
  assert.match(before, /SUMMARY:La vida es sueño/)
  assert.match(before, /Asiento A1/)
  assert.match(await calendar('en-GB'), /Seat A1/)
  await shop.cancel(bookingId, ['A1'])
  const fewer = await calendar()
  assert.doesNotMatch(fewer, /Asiento A1/)
  assert.ok(sequenceOf(fewer) > sequenceOf(before))
  await shop.cancel(bookingId)
  assert.match(await calendar(), /METHOD:CANCEL/)
})

test('attendees are all tickets ever paid for, without codes, in pages of any size', async () => {
  const door = await Door.open()
  const { shop, eventId } = door
  const other = await shop.book(shop.reserve({ places: 1 }))
  await shop.book(shop.reserve(), 'tok_declined').catch(() => undefined)
  await door.scan(await door.code(1))
  await shop.cancel(other.bookingId)
  const all = await attendeesOf(door, 1000)
  assert.equal(all.length, 7)
  assert.ok(all.every(({ ticket }) => ticket?.code === ''))
  assert.equal(all[0]?.ticket?.status, TicketStatus.CHECKED_IN)
  const cancelled = all.filter(({ bookingStatus }) => bookingStatus === BookingStatus.CANCELLED)
  assert.equal(cancelled.length, 3)
  for (const limit of [1, 2, 3, 4, 7]) assert.deepEqual(await attendeesOf(door, limit), all)
  const elsewhere = await door.client.listAttendees({ eventId: eventId + 1 })
  assert.deepEqual(elsewhere.attendees, [])
  await assert.rejects(door.client.listAttendees({ eventId, cursor: 'x' }), {
    code: 'invalid_cursor',
  })
})

test('check-ins are listed in their sequence, by gate, in pages', async () => {
  const door = await Door.open()
  const { client, eventId } = door
  const gates = ['north', 'south', 'north']
  for (const [i, gate] of gates.entries()) await door.scan(await door.code(i + 1), { gate })
  const first = await client.listCheckIns({ eventId, limit: 2 })
  const rest = await client.listCheckIns({ eventId, limit: 2, cursor: first.nextCursor })
  const found = [...first.checkIns, ...rest.checkIns].map(({ gate }) => gate)
  assert.deepEqual([found, rest.nextCursor], [gates, ''])
  const north = await client.listCheckIns({ eventId, gate: 'north' })
  assert.equal(north.checkIns.length, 2)
})

async function attendeesOf({ client, eventId }: Door, limit: number) {
  const all = []
  let cursor = ''
  do {
    const page = await client.listAttendees({ eventId, cursor, limit })
    assert.ok(page.attendees.length <= limit)
    all.push(...page.attendees)
    cursor = page.nextCursor
  } while (cursor)
  return all
}

function sequenceOf(calendar: string): number {
  return Number(/SEQUENCE:(\d+)/.exec(calendar)?.[1])
}
