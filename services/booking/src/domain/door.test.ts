import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleBooking } from '../simulation/sample-booking.fixture.ts'
import type { Booking } from './booking.ts'
import { doorHours, refusalOf } from './door.ts'
import { ticketsOf } from './ticket.ts'

const always = doorHours(undefined, { doorsOpenMs: 0, doorsCloseMs: 0 })
const facts = { issue: 1, sections: [], nowMs: 1000, hours: always }

test('only what is paid and left admits', () => {
  assert.equal(answer({ status: 'CONFIRMED' }), 'admits')
  assert.equal(answer({ status: 'PENDING' }), 'unpaid / booking_pending')
  assert.equal(answer({ status: 'FAILED' }), 'canceled / booking_failed')
  assert.equal(answer({ status: 'CANCELLED' }), 'canceled / booking_cancelled')
})

test('the current issue admits, older ones are revoked, newer ones are not ours', () => {
  assert.equal(answer({ status: 'CONFIRMED' }, 2, { issue: 2 }), 'admits')
  assert.equal(answer({ status: 'CONFIRMED' }, 1, { issue: 2 }), 'revoked / reissued')
  assert.equal(answer({ status: 'CONFIRMED' }, 3, { issue: 2 }), 'invalid / unknown_ticket')
})

test('without a setting, an event or its end, doors never shut for the time of day', () => {
  const event = { eventId: 7 as never, cancelled: false, startsAtMs: 5000, endsAtMs: 0 }
  const never = { doorsOpenMs: Infinity, doorsCloseMs: Infinity }
  const endless = { cancelled: false, opensAtMs: -Infinity, closesAtMs: Infinity }
  assert.deepEqual(doorHours(undefined, { doorsOpenMs: 10, doorsCloseMs: 10 }), endless)
  assert.deepEqual(doorHours({ ...event, endsAtMs: 9000 }, never), endless)
  const hours = doorHours(event, { doorsOpenMs: 10, doorsCloseMs: 10 })
  assert.deepEqual(hours, { ...endless, opensAtMs: 4990 })
})

function answer(parts: Partial<Booking>, claimed = 1, known: Partial<typeof facts> = {}): string {
  const booking = { ...sampleBooking(1), ...parts }
  const [ticket] = ticketsOf(booking)
  assert.ok(ticket)
  const refused = refusalOf(booking, ticket, { issue: claimed }, { ...facts, ...known })
  return refused ? `${refused.reason} / ${refused.detail}` : 'admits'
}
