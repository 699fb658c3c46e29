import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BookingStatus } from '@usher/contracts'
import { noFaults } from '../simulation/faults.fixture.ts'
import { Shop } from '../simulation/shop.fixture.ts'

test('a whole booking is cancelled, its money goes back and its seats are free', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve({ places: 1 }))
  const cancelled = await shop.cancel(bookingId)
  assert.deepEqual(
    [cancelled.status, cancelled.paymentStatus],
    [BookingStatus.CANCELLED, 'REFUNDED'],
  )
  assert.equal(cancelled.refundedMinor, 3700n)
  assert.equal(shop.world.inventory.seats.size, 0)
  assert.deepEqual(await shop.world.messages('booking.cancelled'), [bookingId])
  await shop.isSound()
})

test('single seats and places are cancelled one by one until nothing is left', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve({ places: 2 }))
  const { userId } = shop
  const first = await shop.cancel(bookingId, ['A1'])
  assert.deepEqual([first.status, first.refundedMinor], [BookingStatus.CONFIRMED, 1500n])
  assert.equal(first.paymentStatus, 'PARTIALLY_REFUNDED')
  const floor = { bookingId, userId, areas: { Floor: 1 } }
  const { booking } = await shop.world.until(shop.world.client.cancelBooking(floor))
  assert.equal(booking?.refundedMinor, 2200n)
  assert.equal(booking?.areas[0]?.cancelled, 1)
  const rest = await shop.cancel(bookingId)
  assert.deepEqual([rest.status, rest.refundedMinor], [BookingStatus.CANCELLED, 4400n])
  assert.equal((await shop.world.messages('booking.cancelled')).length, 3)
  await shop.isSound()
})

test('nobody gives the reason that tells of a cancelled event', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve())
  const { userId, world } = shop
  const wish = { bookingId, userId, reason: 'event_cancelled' }
  const refused = { code: 'reserved_reason' }
  await assert.rejects(world.until(world.client.cancelBooking(wish)), refused)
  assert.equal((await shop.cancel(bookingId)).status, BookingStatus.CANCELLED)
})

test('of two cancellations of one seat at once, one refunds and one is told', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve())
  const twice = [shop.cancel(bookingId, ['A1']), shop.cancel(bookingId, ['A1'])]
  const answers = await Promise.allSettled(twice)
  assert.deepEqual(answers.map((each) => each.status).toSorted(), ['fulfilled', 'rejected'])
  const lost = answers.find((each) => each.status === 'rejected')
  assert.equal(lost?.reason.code, 'already_cancelled')
  assert.equal(shop.paymentOf(bookingId).refundedMinor, 1500)
  await shop.isSound()
})

test('two cancellations of different seats at once both refund', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve())
  await Promise.all([shop.cancel(bookingId, ['A1']), shop.cancel(bookingId, ['B1'])])
  const booking = await shop.get(bookingId)
  assert.deepEqual([booking.status, booking.refundedMinor], [BookingStatus.CANCELLED, 3000n])
  await shop.isSound()
})

test('a repeated operation is answered alike and refunds once', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve())
  const first = await shop.cancel(bookingId, ['A1'], 'op-1')
  assert.deepEqual(await shop.cancel(bookingId, ['A1'], 'op-1'), first)
  assert.equal(shop.paymentOf(bookingId).refunds.size, 1)
  await shop.isSound()
})

test('what is not in the booking, is named twice or is cancelled already is refused', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve())
  const invalid = (code: string) => ({ kind: 'invalid', code })
  await assert.rejects(shop.cancel(bookingId, ['Z9']), invalid('unknown_places'))
  await assert.rejects(shop.cancel(bookingId, ['A1', 'A1']), invalid('duplicate_seat'))
  const { userId } = shop
  for (const areas of [{ Floor: 1 }, { constructor: 1 }, { Floor: 0 }]) {
    const asked = shop.world.client.cancelBooking({ bookingId, userId, areas })
    await assert.rejects(asked, invalid('unknown_places'))
  }
  await shop.cancel(bookingId)
  await assert.rejects(shop.cancel(bookingId), { kind: 'conflict', code: 'already_cancelled' })
  await shop.isSound()
})

test('a booking that is being paid or has failed cannot be cancelled', async () => {
  const shop = await Shop.open()
  const pending = await shop.book(shop.reserve(), 'tok_challenge')
  await assert.rejects(shop.cancel(pending.bookingId), { code: 'booking_pending' })
  shop.world.payment.decide(pending.paymentId, 4)
  await shop.settle(pending.bookingId)
  await assert.rejects(shop.cancel(pending.bookingId), { code: 'booking_failed' })
})

test('a refund that the provider does not answer is on record and finished later', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve())
  shop.world.payment.silent = true
  const waiting = await shop.cancel(bookingId, ['A1'])
  assert.deepEqual([waiting.refundedMinor, waiting.seats[0]?.cancelled], [0n, true])
  shop.world.payment.silent = false
  await shop.world.pass(5000)
  assert.equal((await shop.get(bookingId)).refundedMinor, 1500n)
  await shop.isSound()
})

test('a refund whose answer was lost is not given twice', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve())
  shop.world.rates = { ...noFaults, after: 1 }
  await shop.cancel(bookingId)
  shop.world.rates = noFaults
  await shop.world.pass(30_000)
  assert.equal(shop.paymentOf(bookingId).refundedMinor, 3000)
  await shop.isSound()
})

test('others’ bookings are not found, and organizers may forbid buyers to cancel', async () => {
  const shop = await Shop.open({ limits: { buyersMayCancel: false } })
  const { bookingId } = await shop.book(shop.reserve())
  const { client } = shop.world
  const stranger = client.cancelBooking({ bookingId, userId: 'user_other' })
  await assert.rejects(stranger, { kind: 'not_found' })
  await assert.rejects(shop.cancel(bookingId), { kind: 'forbidden', code: 'cancellation_closed' })
  const { booking } = await shop.world.until(client.cancelBooking({ bookingId }))
  assert.equal(booking?.status, BookingStatus.CANCELLED)
})
