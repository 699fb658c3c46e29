import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromBinary } from '@bufbuild/protobuf'
import { outboxMessage, topics } from '@usher/bus'
import { putOutbox } from '@usher/bus/dynamodb/outbox-table'
import { BookingConfirmedSchema, SeatStatusChangedSchema } from '@usher/contracts'
import { manualClock, seededRandom } from '@usher/testing'
import type { Image } from '../../domain/change.ts'
import { streamedTables } from './sources.ts'

const change = { sequence: '1', key: {}, atMs: 1 }
const needs = { clock: manualClock(), random: seededRandom(1) }
const stored = outboxMessage(needs, topics.bookingConfirmed, { bookingId: 'bk_1' })
const item = putOutbox('outbox', stored).Put.Item as unknown as Image

test('an outbox item is the message that was put into it, and nothing when it goes', () => {
  const newImage = { ...item, traceparent: '00-1-2-01' }
  const message = streamedTables['outbox']?.({ ...change, newImage })
  assert.equal(message?.traceparent, '00-1-2-01')
  assert.equal(message?.topic, 'booking.confirmed')
  assert.equal(message?.id, stored.id)
  assert.equal(fromBinary(BookingConfirmedSchema, message.body).bookingId, 'bk_1')
  assert.equal(streamedTables['outbox']?.({ ...change, oldImage: item }), undefined)
})

test('an outbox item that lacks something is refused', () => {
  const read = (newImage: Image) => () => streamedTables['outbox']?.({ ...change, newImage })
  const code = { code: 'malformed_outbox_item' }
  assert.throws(read({ ...item, topic: 'booking.dreamt' }), code)
  assert.throws(read({ ...item, message_key: 5 }), code)
  assert.throws(read({ ...item, body: 'text' }), code)
})

test('a change of a seat is told under the key of the seat', () => {
  const newImage = { event_id: 987, seat_number: 'A1', status: 'BOOKED', version: 2, updated_at: 5 }
  const message = streamedTables['seats']?.({ ...change, newImage })
  assert.equal(message?.key, '987#A1')
  assert.equal(message?.topic, 'seat.status.changed')
  assert.equal(fromBinary(SeatStatusChangedSchema, message.body).newStatus, 'BOOKED')
})
