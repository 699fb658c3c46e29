import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from './read-platform-store.ts'

const booking = (id: string, seat: string, more = {}) => ({
  booking_id: id,
  event_id: 7,
  status: 'CONFIRMED',
  seats: [{ seat_number: seat, cancelled: false }],
  ...more,
})
const seat = (number: string, bookingId: string) => ({
  event_id: 7.003,
  seat_number: number,
  status: 'BOOKED',
  booking_id: bookingId,
})

test('seats that agree with their bookings are counted as sound, whatever their partition', () => {
  const stored = compare({ bookings: [booking('b1', 'A1')], seats: [seat('A1', 'b1')] })
  assert.deepEqual([stored.oversold, stored.mismatches], [0, 0])
  assert.ok(stored.hasBooking('b1'))
  assert.ok(!stored.hasBooking('b2'))
})

test('a seat in two bookings, a booking without its seat and a seat without its booking are told', () => {
  const bookings = [booking('b1', 'A1'), booking('b2', 'A1'), booking('b3', 'A2')]
  const stored = compare({ bookings, seats: [seat('A1', 'b2'), seat('A9', 'b9')] })
  assert.equal(stored.oversold, 1)
  assert.equal(stored.mismatches, 2)
})

test('what was given back belongs to nobody', () => {
  const cancelled = booking('b1', 'A1', { seats: [{ seat_number: 'A1', cancelled: true }] })
  const failed = booking('b2', 'A1', { status: 'FAILED' })
  const stored = compare({ bookings: [cancelled, failed], seats: [] })
  assert.deepEqual([stored.oversold, stored.mismatches], [0, 0])
  assert.ok(!stored.hasBooking('b2'))
})
