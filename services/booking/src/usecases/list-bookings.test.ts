import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Shop } from '../simulation/shop.fixture.ts'

test('a user pages through their own bookings, newest first', async () => {
  const shop = await Shop.open()
  const ids: string[] = []
  for (let i = 0; i < 5; i++) ids.unshift((await shop.book(shop.reserve())).bookingId)
  const { userId, world } = shop
  const found: string[] = []
  let cursor = ''
  do {
    const page = await world.client.listBookings({ userId, cursor, limit: 2 })
    found.push(...page.bookings.map((booking) => booking.bookingId))
    cursor = page.nextCursor
  } while (cursor)
  assert.deepEqual(found, ids)
  const strangers = await world.client.listBookings({ userId: 'user_other' })
  assert.deepEqual(strangers.bookings, [])
})

test('a reference, however it is typed, finds the booking for its owner alone', async () => {
  const shop = await Shop.open()
  const { bookingReference, bookingId } = await shop.book(shop.reserve())
  const { userId, world } = shop
  const typed = ` ${bookingReference.toLowerCase()} `
  const mine = await world.client.listBookings({ userId, bookingReference: typed })
  assert.deepEqual(
    mine.bookings.map((booking) => booking.bookingId),
    [bookingId],
  )
  const others = await world.client.listBookings({ userId: 'user_other', bookingReference })
  assert.deepEqual(others.bookings, [])
})

test('a booking is found by its owner and by services, a forged cursor by nobody', async () => {
  const shop = await Shop.open()
  const { bookingId } = await shop.book(shop.reserve())
  const { client } = shop.world
  assert.equal((await client.getBooking({ bookingId })).booking?.bookingId, bookingId)
  const stranger = client.getBooking({ bookingId, userId: 'user_other' })
  await assert.rejects(stranger, { kind: 'not_found', code: 'booking_not_found' })
  const { userId } = shop
  const forged = client.listBookings({ userId, cursor: 'bm9uc2Vuc2U' })
  await assert.rejects(forged, { kind: 'invalid', code: 'invalid_cursor' })
  await assert.rejects(client.listBookings({}), { kind: 'invalid', code: 'missing_field' })
})
