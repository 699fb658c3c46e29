import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outboxTable } from '@usher/bus/dynamodb/outbox-table'
import {
  type BookingId,
  isDomainError,
  newBookingReference,
  newId,
  systemClock,
  systemRandom,
} from '@usher/kernel'
import { everyItem, temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { ownServer, realServer, untilWithin } from '@usher/testing'
import { type Booking, changed } from '../../domain/booking.ts'
import type { BookingStore } from '../../ports/booking-store.ts'
import { sampleBooking } from '../../simulation/sample-booking.fixture.ts'
import { openDynamodbBookingStores } from './open-booking-stores.ts'
import { bookingTables } from './table-descriptions.ts'

const { options } = realServer('USHER_DYNAMODB_ENDPOINT')
const ids = { clock: systemClock, random: systemRandom }
const WRITERS = 8
const PAGE = 100_000
const within = untilWithin(60_000)

test('a killed DynamoDB loses no sale, tears none, and is used again', options, async (t) => {
  const server = await ownServer('dynamodb', 'USHER_DYNAMODB_ENDPOINT')
  t.after(() => server.close())
  const { dynamodb } = await temporaryDynamodb(server.address, bookingTables)
  t.after(() => dynamodb.close())
  const { bookings } = openDynamodbBookingStores({ dynamodb, ...ids })
  const acknowledged: Booking[] = []
  const selling = Array.from({ length: WRITERS }, () => sellUntilRefused(bookings, acknowledged))
  await within(() => acknowledged.length > WRITERS)
  await server.kill()
  await Promise.all(selling)
  await assert.rejects(bookings.get(sampleBooking(1).bookingId), { kind: 'unavailable' })
  await server.start()

  for (const booking of acknowledged) {
    assert.deepEqual(await bookings.get(booking.bookingId), booking)
    assert.deepEqual(await bookings.byReference(booking.bookingReference), booking)
  }
  const { eventId } = sampleBooking(1)
  const all = await bookings.ofEvent(eventId, { limit: PAGE })
  const sold = all.filter(({ status }) => status === 'CONFIRMED')
  assert.equal((await bookings.totals(eventId)).bookings, sold.length, 'a sale is torn')
  const messages = await everyItem(dynamodb, outboxTable.name)
  assert.deepEqual(idsIn(messages.map((item) => item['message_key'])), idsIn(sold.map(idOf)))
  const open = all.filter(({ status }) => status === 'PENDING')
  assert.deepEqual(idsIn(await bookings.due(systemClock.nowMs(), PAGE)), idsIn(open.map(idOf)))
  await sell(bookings)
})

/** Notes the bookings that were acknowledged, as they then were. */
async function sellUntilRefused(bookings: BookingStore, acknowledged: Booking[]): Promise<void> {
  try {
    for (;;) acknowledged.push(await sell(bookings))
  } catch (error) {
    assert.ok(isDomainError(error, 'dynamodb_unavailable'), String(error))
  }
}

async function sell(bookings: BookingStore): Promise<Booking> {
  const before: Booking = {
    ...sampleBooking(1),
    bookingId: newId(ids, 'booking'),
    bookingReference: newBookingReference(systemRandom),
    reservationId: newId(ids, 'reservation'),
    operationId: newId(ids, 'operation'),
  }
  assert.deepEqual(await bookings.create(before, 1), { created: true })
  const after = changed(before, { status: 'CONFIRMED', step: 'rest' })
  assert.equal(await bookings.update({ before, after, announce: { fact: 'confirmed' } }), true)
  return after
}

function idOf({ bookingId }: Booking): BookingId {
  return bookingId
}

function idsIn(given: readonly unknown[]): readonly string[] {
  return given.map(String).toSorted((a, b) => (a < b ? -1 : 1))
}
