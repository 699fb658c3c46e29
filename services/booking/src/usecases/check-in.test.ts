import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventStatus, TicketStatus } from '@usher/contracts'
import type { CheckIn } from '../domain/check-in.ts'
import { ticketIdOf } from '../domain/ticket.ts'
import type { CheckInStore } from '../ports/check-in-store.ts'
import { Door } from '../simulation/door.fixture.ts'
import {
  EVENT_ENDS_AT_MS,
  EVENT_STARTS_AT_MS,
  theEvent,
} from '../simulation/events-model.fixture.ts'

const MINUTE_MS = 60_000

test('a ticket admits once; a second scan says when and where it did', async () => {
  const door = await Door.open()
  const code = await door.code(1)
  const first = await door.scan(code, { gate: 'north' })
  assert.deepEqual([first.admitted, first.reason, first.detail], [true, '', ''])
  assert.equal(first.ticket?.status, TicketStatus.CHECKED_IN)
  assert.deepEqual([first.ticket?.seatNumber, first.ticket?.bookingId], ['A1', door.bookingId])
  const second = await door.scan(code, { gate: 'south', scannerId: 'ben' })
  assert.deepEqual([second.admitted, second.reason], [false, 'already_redeemed'])
  assert.deepEqual(second.checkIn, first.checkIn)
  assert.equal(second.checkIn?.gate, 'north')
  assert.equal(await door.answer(await door.code(2)), 'admitted')
})

test('a hundred scans of one code at once let one person in', async () => {
  assert.equal(await scanAHundredTimes(await Door.open()), 1)
})

test('twin: a store that looks first and writes later lets many in', async () => {
  const lets = await scanAHundredTimes(await Door.open({ weakenDoor: lookThenWrite }))
  assert.ok(lets > 1, `${lets} came in`)
})

test('what is no code, forged, of another event or unknown here is invalid', async () => {
  const door = await Door.open()
  const code = await door.code(1)
  const stranger = await (await Door.open()).code(1)
  assert.equal(await door.answer('{"ticket":1}'), 'invalid / malformed')
  assert.equal(await door.answer(stranger), 'invalid / unknown_key')
  // Within the signature; the last character also holds bits that must be zero.
  const other = code.at(-9) === 'A' ? 'B' : 'A'
  const forged = `${code.slice(0, -9)}${other}${code.slice(-8)}`
  assert.equal(await door.answer(forged), 'invalid / bad_signature')
  const moved = await door.scan(code, { eventId: 8 })
  assert.deepEqual(
    [moved.detail, moved.ticket, moved.checkIn],
    ['other_event', undefined, undefined],
  )
  assert.equal(await door.answer(code), 'admitted')
})

test('a code with blanks and a line break, as it is typed, is read', async () => {
  const door = await Door.open()
  const code = await door.code(1)
  assert.equal(await door.answer(`${code.slice(0, 20)} ${code.slice(20)}\r\n`), 'admitted')
})

test('cancelled seats, places and bookings are refused, the others admitted', async () => {
  const door = await Door.open()
  const codes = (await door.tickets()).map(({ code }) => code)
  const [a, b, first, last] = codes as [string, string, string, string]
  const { shop, bookingId } = door
  const areas = { Floor: 1 }
  const { userId } = shop
  await shop.world.until(
    shop.world.client.cancelBooking({ bookingId, userId, seats: ['A1'], areas }),
  )
  assert.equal(await door.answer(a), 'canceled / ticket_cancelled')
  assert.equal(await door.answer(last), 'canceled / ticket_cancelled')
  assert.equal(await door.answer(first), 'admitted')
  await shop.world.until(shop.world.client.cancelBooking({ bookingId }))
  assert.equal(await door.answer(b), 'canceled / booking_cancelled')
  // Who was paid back is not told that the ticket was used.
  assert.equal(await door.answer(first), 'canceled / booking_cancelled')
})

test('a buyer is not paid back for a ticket that is checked in; an organizer may', async () => {
  const door = await Door.open()
  await door.scan(await door.code(1))
  const { shop, bookingId } = door
  const refused = { kind: 'conflict', code: 'already_checked_in' }
  await assert.rejects(shop.cancel(bookingId), {
    ...refused,
    facts: { tickets: [`${bookingId}.1`] },
  })
  await assert.rejects(shop.cancel(bookingId, ['A1']), refused)
  assert.equal((await shop.cancel(bookingId, ['B1'])).refundedMinor, 1500n)
  const { booking } = await shop.world.until(shop.world.client.cancelBooking({ bookingId }))
  assert.equal(booking?.refundedMinor, 4400n)
  await shop.isSound()
})

test('a check-in that is undone admits again and lets the buyer cancel', async () => {
  const door = await Door.open()
  const { shop, eventId } = door
  const code = await door.code(1)
  const { checkIn } = await door.scan(code)
  const undo = { eventId, checkInId: checkIn?.checkInId ?? '', scannerId: 'ben' }
  const undone = await shop.world.until(door.client.undoCheckIn(undo))
  assert.equal(undone.checkIn?.undoneBy, 'ben')
  assert.deepEqual(await shop.world.until(door.client.undoCheckIn(undo)), undone)
  assert.equal(await door.answer(code), 'admitted')
  const other = door.client.undoCheckIn({ ...undo, eventId: 8 })
  await assert.rejects(other, { kind: 'not_found', code: 'check_in_not_found' })
  const { checkIns } = await door.client.listCheckIns({ eventId })
  assert.deepEqual(
    checkIns.map(({ undoneBy }) => undoneBy),
    ['ben', ''],
  )
})

test('a repeated operation is answered alike, and belongs to one ticket', async () => {
  const door = await Door.open()
  const code = await door.code(1)
  const parts = { operationId: 'scan-1' }
  const { shop } = door
  const asked = { eventId: door.eventId, code, scannerId: 'anna', ...parts }
  const both = [door.client.checkIn(asked), door.client.checkIn(asked)]
  const [first, second] = await shop.world.until(Promise.all(both))
  assert.deepEqual([first?.admitted, second?.admitted], [true, true])
  assert.deepEqual(first?.checkIn, second?.checkIn)
  assert.equal(await door.answer(code, parts), 'admitted')
  assert.equal(await door.answer(code, { ...parts, scannerId: 'ben' }), again)
  assert.equal(await door.answer(code), again)
  const reused = { kind: 'conflict', code: 'operation_reused' }
  await assert.rejects(door.scan(await door.code(2), parts), reused)
})

test('a door for some sections sends the others on', async () => {
  const door = await Door.open()
  const code = await door.code(1)
  assert.equal(await door.answer(code, { sections: ['Floor'] }), 'product / wrong_section')
  assert.equal(await door.answer(await door.code(3), { sections: ['Floor'] }), 'admitted')
  assert.equal(await door.answer(code, { sections: ['Floor', ''] }), 'admitted')
})

test('tickets given out anew end the old ones, and a repeat ends nothing more', async () => {
  const door = await Door.open()
  const { shop, bookingId } = door
  const old = await door.code(1)
  const asked = { bookingId, userId: shop.userId, operationId: 'anew-1' }
  const { tickets } = await shop.world.until(door.client.reissueTickets(asked))
  const repeated = await shop.world.until(door.client.reissueTickets(asked))
  assert.deepEqual(repeated.tickets, tickets)
  assert.equal(await door.answer(old), 'revoked / reissued')
  assert.equal(await door.answer(tickets[0]?.code ?? ''), 'admitted')
})

test('codes of a retired key stay good, those of a revoked key do not', async () => {
  const door = await Door.open()
  const [first, second] = [await door.code(1), await door.code(2)]
  await door.shop.world.until(door.client.rotateTicketKey({}))
  assert.equal(await door.answer(first), 'admitted')
  const third = await door.code(3)
  await door.shop.world.until(door.client.rotateTicketKey({ revokeOthers: true }))
  assert.equal(await door.answer(second), 'revoked / revoked_key')
  assert.equal(await door.answer(third), 'revoked / revoked_key')
  assert.equal(await door.answer(await door.code(3)), 'admitted')
  const { jwksJson } = await door.client.getTicketKeys({})
  assert.equal(JSON.parse(jwksJson).keys.length, 1)
  assert.ok(!jwksJson.includes('"d"'))
})

test('doors keep their hours once they are set and the event is known', async () => {
  const limits = { doorsOpenMs: 90 * MINUTE_MS, doorsCloseMs: 30 * MINUTE_MS }
  const door = await Door.open({ limits })
  const { clock } = door.shop.world
  const [first, second] = [await door.code(1), await door.code(2)]
  await door.hear(theEvent(door.eventId))
  assert.equal(await door.answer(first), 'invalid_time / too_early')
  clock.stepWallClock(EVENT_STARTS_AT_MS - 90 * MINUTE_MS - clock.nowMs())
  assert.equal(await door.answer(first), 'admitted')
  clock.stepWallClock(EVENT_ENDS_AT_MS + 30 * MINUTE_MS + 1 - clock.nowMs())
  assert.equal(await door.answer(second), 'invalid_time / too_late')
  await door.hear(theEvent(door.eventId, 2, EventStatus.CANCELLED))
  assert.equal(await door.answer(second), 'canceled / event_cancelled')
})

test('what was let in outlives a crash', async () => {
  const door = await Door.open()
  const code = await door.code(1)
  await door.scan(code)
  await door.shop.world.crash()
  assert.equal(await door.answer(code), again)
  assert.equal(await door.answer(await door.code(2)), 'admitted')
})

const again = 'already_redeemed / checked_in_before'

async function scanAHundredTimes(door: Door): Promise<number> {
  const { shop, client, eventId } = door
  const code = await door.code(1)
  const scans = Array.from({ length: 100 }, (_, i) =>
    client.checkIn({ eventId, code, scannerId: `scanner-${i}` }),
  )
  const answers = await shop.world.until(Promise.all(scans))
  return answers.filter(({ admitted }) => admitted).length
}

/** What one gets without a condition on the write. */
function lookThenWrite(store: CheckInStore): CheckInStore {
  const inside = new Map<string, CheckIn>()
  return {
    async admit(checkIn) {
      const first = inside.get(ticketIdOf(checkIn))
      await Promise.resolve()
      if (first) return { admitted: false, because: 'already_redeemed', first }
      inside.set(ticketIdOf(checkIn), checkIn)
      return { admitted: true }
    },
    undo: (...given) => store.undo(...given),
    live: (...given) => store.live(...given),
    byOperation: (...given) => store.byOperation(...given),
    ofEvent: (...given) => store.ofEvent(...given),
  }
}
