import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seatChangedOf, type SeatImage } from './seat-changes.ts'

const free: SeatImage = {
  event_id: 987.002,
  seat_number: 'A1',
  section: 'VIP',
  status: 'AVAILABLE',
  version: 0,
  reservation_id: null,
  booking_id: null,
  updated_at: 1_700_000_000,
}
const reserved: SeatImage = {
  ...free,
  status: 'RESERVED',
  version: 1,
  reservation_id: 'rsv_1',
  updated_at: 1_700_000_000.123,
}

test('a change of a seat is told with the plain event, both statuses and the millisecond', () => {
  const change = seatChangedOf(free, reserved)
  assert.equal(change?.id, 'seats/987#A1/1')
  const { $typeName: _, ...message } = change.message
  assert.deepEqual(message, {
    eventId: 987,
    seatNumber: 'A1',
    section: 'VIP',
    oldStatus: 'AVAILABLE',
    newStatus: 'RESERVED',
    version: 1,
    reservationId: 'rsv_1',
    bookingId: '',
    occurredAtMs: 1_700_000_000_123n,
  })
})

test('a seat that had no item yet was available, and a freed one says whose it was', () => {
  assert.equal(seatChangedOf(undefined, reserved)?.message.oldStatus, 'AVAILABLE')
  const freed = seatChangedOf(reserved, { ...free, version: 2 })
  assert.equal(freed?.message.reservationId, 'rsv_1')
})

test('a seat that was made, described, removed or written as it was tells nothing', () => {
  assert.equal(seatChangedOf(undefined, free), undefined)
  assert.equal(seatChangedOf(undefined, { ...free, version: 7 }), undefined)
  assert.equal(seatChangedOf(free, { ...free, section: 'Stalls' }), undefined)
  assert.equal(seatChangedOf(free, undefined), undefined)
  assert.equal(seatChangedOf(reserved, reserved), undefined)
})
