import assert from 'node:assert/strict'
import { test } from 'node:test'
import { create } from '@bufbuild/protobuf'
import { BookingStatus, EventStatus, EventUpdatedSchema } from '@usher/contracts'
import { noFaults } from '../simulation/faults.fixture.ts'
import { Shop } from '../simulation/shop.fixture.ts'

async function cancelEvent(shop: Shop, status: EventStatus = EventStatus.CANCELLED): Promise<void> {
  const [consumer] = shop.world.consumers
  assert.ok(consumer)
  const message = create(EventUpdatedSchema, { event: { eventId: 7, status } })
  await shop.world.until(consumer.handle(message, {} as never))
}

test('every booking of a cancelled event is refunded, whole or what is left of it', async () => {
  const shop = await Shop.open()
  const sold = []
  for (let i = 0; i < 250; i++) sold.push(shop.ask(shop.reserve()))
  const [first] = await shop.world.until(Promise.all(sold))
  assert.ok(first)
  await shop.cancel(first.bookingId, ['A1'])
  await cancelEvent(shop)
  await cancelEvent(shop)
  await shop.world.pass(10_000)
  for (const { status, reason } of await shop.world.allBookings()) {
    assert.deepEqual([status, reason], ['CANCELLED', 'event_cancelled'])
  }
  assert.equal(shop.paymentOf(first.bookingId).refundedMinor, 3000)
  await shop.isSound()
})

test('a booking that is being paid when the event ends is undone, at whatever moment', async () => {
  for (let atMs = 0; atMs < 20; atMs++) {
    const shop = await Shop.open()
    shop.world.rates = { ...noFaults, delayMs: 3 }
    const asked = shop.ask(shop.reserve()).catch(() => undefined)
    await shop.world.clock.advance(atMs)
    await cancelEvent(shop)
    await shop.world.until(asked)
    await shop.world.pass(30_000)
    for (const { status } of await shop.world.allBookings()) {
      assert.ok(status === 'FAILED' || status === 'CANCELLED', `${status} at ${atMs} ms`)
    }
    await shop.isSound()
  }
})

test('a cancelled event takes no more bookings', async () => {
  const shop = await Shop.open()
  await cancelEvent(shop)
  await assert.rejects(shop.book(shop.reserve()), { kind: 'conflict', code: 'event_cancelled' })
})

test('other changes of an event change no booking', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve())
  await cancelEvent(shop, EventStatus.SOLD_OUT)
  assert.equal((await shop.get(bookingId)).status, BookingStatus.CONFIRMED)
})

test('a cancellation that is broken off by a crash is finished when it is told again', async () => {
  const shop = await Shop.open()
  await shop.world.until(Promise.all([1, 2, 3].map(() => shop.ask(shop.reserve()))))
  const [consumer] = shop.world.consumers
  const message = create(EventUpdatedSchema, {
    event: { eventId: 7, status: EventStatus.CANCELLED },
  })
  void consumer?.handle(message, {} as never)
  await shop.world.clock.advance(3)
  await shop.world.crash()
  await cancelEvent(shop)
  await shop.world.pass(30_000)
  for (const { status } of await shop.world.allBookings()) assert.equal(status, 'CANCELLED')
  await shop.isSound()
})
