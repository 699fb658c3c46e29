import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BookingStatus, ReservationStatus } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import { noFaults } from '../simulation/faults.fixture.ts'
import { Shop } from '../simulation/shop.fixture.ts'

test('a reservation that is paid becomes a confirmed booking, told of once', async () => {
  const shop = await Shop.open()
  const booking = await shop.book(shop.reserve({ places: 2 }))
  assert.equal(booking.status, BookingStatus.CONFIRMED)
  assert.equal(booking.paymentStatus, 'SUCCESS')
  assert.match(booking.bookingReference, /^BK-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  assert.equal(booking.totalMinor, 4400n)
  assert.deepEqual(
    booking.seats.map((seat) => seat.seatNumber),
    ['A1', 'B1'],
  )
  assert.deepEqual(await shop.world.messages('booking.confirmed'), [booking.bookingId])
  await shop.isSound()
})

test('a declined buyer is told why, keeps the seats and pays with another card', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  await assert.rejects(shop.book(reservationId, 'tok_declined', 'op-1'), (error: Failure) => {
    assert.deepEqual([error.kind, error.code], ['exhausted', 'payment_declined'])
    assert.equal(error.facts['decline_code'], 'insufficient_funds')
    assert.equal(error.facts['reservation_id'], reservationId)
    const keptMs = Date.parse(String(error.facts['expires_at'])) - shop.world.clock.nowMs()
    assert.ok(keptMs > 9.9 * 60_000, `kept for ${keptMs} ms`)
    return true
  })
  const repeated = shop.book(reservationId, 'tok_declined', 'op-1')
  await assert.rejects(repeated, { code: 'payment_declined' })
  assert.equal((await shop.world.allBookings()).length, 1)
  const booking = await shop.book(reservationId, 'tok_ok', 'op-2')
  assert.equal(booking.status, BookingStatus.CONFIRMED)
  await shop.isSound()
})

interface Failure {
  readonly kind: string
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
}

test('a challenge is shown, and the booking goes on when it is completed', async () => {
  const shop = await Shop.open()
  const pending = await shop.book(shop.reserve(), 'tok_challenge')
  assert.equal(pending.status, BookingStatus.PENDING)
  assert.equal(pending.paymentStatus, 'CHALLENGE')
  assert.equal(pending.challengeUrl, 'https://bank.example/challenge')
  shop.world.payment.decide(pending.paymentId)
  await shop.world.pass(60_000)
  const booking = await shop.get(pending.bookingId)
  assert.deepEqual([booking.status, booking.challengeUrl], [BookingStatus.CONFIRMED, ''])
  await shop.isSound()
})

test('an abandoned challenge is voided before its seats go back', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_challenge')
  shop.world.payment.silent = true
  await shop.world.pass(20 * 60_000, 5000)
  const reservation = shop.world.inventory.reservations.get(reservationId)
  assert.equal(reservation?.status, ReservationStatus.PAYING)
  shop.world.payment.silent = false
  await shop.world.pass(2 * 60_000)
  const failed = await shop.get(pending.bookingId)
  assert.deepEqual([failed.reason, failed.paymentStatus], ['challenge_abandoned', 'VOIDED'])
  assert.equal(reservation?.status, ReservationStatus.ACTIVE)
  await shop.isSound()
})

test('a challenge completed just before it is voided is honoured', async () => {
  const shop = await Shop.open()
  const pending = await shop.book(shop.reserve(), 'tok_challenge')
  shop.world.payment.silent = true
  await shop.world.pass(16 * 60_000, 5000)
  shop.world.payment.decide(pending.paymentId)
  shop.world.payment.silent = false
  await shop.world.pass(2 * 60_000)
  assert.equal((await shop.get(pending.bookingId)).status, BookingStatus.CONFIRMED)
  await shop.isSound()
})

test('a silent provider means pending after the limit, and recovery finishes later', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const askedMs = shop.world.clock.monotonicMs()
  const asked = shop.ask(reservationId)
  await shop.world.clock.advance(2)
  shop.world.rates = { ...noFaults, hangAfter: 1 }
  const pending = await shop.world.until(asked)
  assert.equal(pending.status, BookingStatus.PENDING)
  const waitedMs = shop.world.clock.monotonicMs() - askedMs
  assert.ok(waitedMs >= 10_000 && waitedMs < 10_100, `waited ${waitedMs} ms`)
  shop.world.rates = noFaults
  await shop.world.pass(30_000)
  assert.equal((await shop.get(pending.bookingId)).status, BookingStatus.CONFIRMED)
  await shop.isSound()
})

test('a payment that stays undecided is called off before its seats go back', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_silent')
  await shop.world.pass(59 * 60_000, 20_000)
  assert.equal((await shop.get(pending.bookingId)).status, BookingStatus.PENDING)
  await shop.world.pass(3 * 60_000, 5000)
  const failed = await shop.get(pending.bookingId)
  assert.deepEqual([failed.reason, failed.paymentStatus], ['payment_unanswered', 'VOIDED'])
  assert.equal((await shop.book(reservationId)).status, BookingStatus.CONFIRMED)
  await shop.isSound()
})

test('money that cannot be captured gives the seats back', async () => {
  const shop = await Shop.open()
  await assert.rejects(shop.book(shop.reserve(), 'tok_uncapturable'), { code: 'capture_failed' })
  assert.equal(shop.world.inventory.seats.size, 0)
  await shop.isSound()
})

test('what costs nothing is booked without asking a provider', async () => {
  const shop = await Shop.open()
  const booking = await shop.book(shop.reserve({ priceMinor: 0 }))
  assert.equal(booking.status, BookingStatus.CONFIRMED)
  assert.equal(shop.world.payment.payments.size, 0)
  assert.equal((await shop.cancel(booking.bookingId)).status, BookingStatus.CANCELLED)
  await shop.isSound()
})

test('seats that are swapped while the booking begins are not paid at the old price', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const asked = shop.ask(reservationId)
  await shop.world.clock.advance(1)
  shop.world.inventory.swap(reservationId, ['C1'])
  await assert.rejects(shop.world.until(asked), { code: 'reservation_changed' })
  assert.equal((await shop.book(reservationId)).totalMinor, 1500n)
  await shop.isSound()
})

test('a reservation that has ended, is another’s or is unknown cannot be booked', async () => {
  const shop = await Shop.open()
  const ended = shop.reserve()
  shop.world.inventory.expire(ended)
  await assert.rejects(shop.book(ended), { kind: 'expired', code: 'reservation_expired' })
  const foreign = shop.reserve({ userId: 'user_other' })
  await assert.rejects(shop.book(foreign), { kind: 'not_found' })
  await assert.rejects(shop.book('rsv_'), { kind: 'invalid', code: 'malformed_id' })
  assert.deepEqual(await shop.world.allBookings(), [])
})

test('time that runs out between the look and the payment is an expired reservation', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const asked = shop.ask(reservationId)
  await shop.world.clock.advance(1)
  shop.world.inventory.expire(reservationId)
  await assert.rejects(shop.world.until(asked), { kind: 'expired', code: 'reservation_expired' })
  await shop.isSound()
})

test('a second booking of a reservation is refused while it is paid and after', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_challenge')
  await assert.rejects(shop.book(reservationId), { kind: 'conflict', code: 'payment_in_progress' })
  shop.world.payment.decide(pending.paymentId)
  await shop.settle(pending.bookingId)
  await assert.rejects(shop.book(reservationId), { kind: 'conflict', code: 'already_booked' })
  await shop.isSound()
})

test('a repeated operation goes on with its booking, whatever has become of it', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_challenge', 'op-1')
  shop.world.payment.decide(pending.paymentId)
  const booking = await shop.book(reservationId, 'tok_challenge', 'op-1')
  assert.deepEqual(
    [booking.bookingId, booking.status],
    [pending.bookingId, BookingStatus.CONFIRMED],
  )
  await shop.cancel(booking.bookingId)
  const again = await shop.book(reservationId, 'tok_challenge', 'op-1')
  assert.deepEqual([again.bookingId, again.status], [pending.bookingId, BookingStatus.CANCELLED])
})

test('a payment that the provider does not take is a mistake and keeps the seats', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const refused = shop.book(reservationId, 'tok_unknown')
  await assert.rejects(refused, (error) => {
    assert.ok(isDomainError(error, 'payment_invalid') && error.kind === 'invalid')
    assert.deepEqual(error.facts['providers'], ['sandbox'])
    return error.message.endsWith('; known are sandbox')
  })
  assert.equal((await shop.book(reservationId)).status, BookingStatus.CONFIRMED)
  await shop.isSound()
})
