import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BookingStatus, PaymentStatus, ReservationStatus } from '@usher/contracts'
import { isDomainError } from '@usher/kernel'
import { type Metrics, noMetrics } from '@usher/telemetry'
import { noFaults } from './faults.fixture.ts'
import { Shop } from './shop.fixture.ts'

// Bugs that other ticketing software has had, with their numbers in the project's list of them.
// Each title says what must hold here instead.

const MINUTE_MS = 60_000

test('B1 money that finds no seats is given back, not kept', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_challenge')
  shop.world.inventory.loseSeats(reservationId, 'thief')
  shop.world.payment.takeMoney(pending.paymentId)
  const failed = await shop.settle(pending.bookingId)
  assert.deepEqual([failed.status, failed.reason], [BookingStatus.FAILED, 'seats_lost'])
  assert.equal(failed.paymentStatus, 'REFUNDED')
  const payment = shop.paymentOf(pending.bookingId)
  assert.deepEqual([payment.capturedMinor, payment.refundedMinor], [3000, 3000])
  await shop.isSound()
})

test('B2 a return page and a webhook at once confirm once', async () => {
  const shop = await Shop.open()
  const pending = await shop.book(shop.reserve(), 'tok_challenge')
  shop.world.payment.decide(pending.paymentId)
  const settle = () => shop.world.client.settleBooking({ bookingId: pending.bookingId })
  const answers = await shop.world.until(Promise.all([settle(), settle(), settle()]))
  for (const { booking } of answers) assert.equal(booking?.status, BookingStatus.CONFIRMED)
  assert.equal((await shop.world.messages('booking.confirmed')).length, 1)
  await shop.isSound()
})

test('B3 a provider that is silent for two hours never makes a booking fail', async () => {
  const shop = await Shop.open()
  shop.world.payment.silent = true
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_ok')
  await shop.world.pass(120 * MINUTE_MS, 20_000)
  assert.equal((await shop.get(pending.bookingId)).status, BookingStatus.PENDING)
  const { status } = shop.world.inventory.reservations.get(reservationId) ?? {}
  assert.equal(status, ReservationStatus.PAYING)
  shop.world.payment.silent = false
  shop.world.payment.decide(pending.paymentId)
  await shop.world.pass(2 * MINUTE_MS)
  assert.equal((await shop.get(pending.bookingId)).status, BookingStatus.CONFIRMED)
  await shop.isSound()
})

test('B4 a request that is sent ten times charges once, operation id or not', async () => {
  for (const operationId of ['op-1', '']) {
    const shop = await Shop.open()
    const reservationId = shop.reserve()
    const asked = Array.from({ length: 10 }, () => shop.ask(reservationId, 'tok_ok', operationId))
    const answers = await shop.world.until(Promise.allSettled(asked))
    const confirmed = answers.filter((each) => each.status === 'fulfilled')
    assert.equal(confirmed.length, operationId ? 10 : 1)
    for (const each of answers) {
      if (each.status === 'fulfilled') continue
      assert.ok(isDomainError(each.reason) && each.reason.kind === 'conflict')
    }
    assert.equal(shop.world.payment.payments.size, 1)
    await shop.isSound()
  }
})

test('B9 two webhooks for one payment make one payment', async () => {
  const shop = await Shop.open()
  const pending = await shop.book(shop.reserve(), 'tok_challenge')
  shop.world.payment.decide(pending.paymentId)
  await shop.settle(pending.bookingId)
  await shop.settle(pending.bookingId)
  assert.equal(shop.paymentOf(pending.bookingId).captures, 1)
  await shop.isSound()
})

test('B10 a booking is CONFIRMED after its seats are BOOKED and its money is taken', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const world = shop.world
  const seen: string[] = []
  const asked = shop.ask(reservationId, 'tok_ok')
  for (let ms = 0; ms < 40; ms++) {
    const [booking] = await world.allBookings()
    const sold = world.inventory.reservations.get(reservationId)?.status
    const paid = booking && world.payment.payments.get(booking.paymentId)?.status
    if (booking?.status === 'CONFIRMED') {
      assert.equal(sold, ReservationStatus.CONFIRMED)
      assert.equal(paid, PaymentStatus.CAPTURED)
    }
    seen.push(booking?.status ?? '')
    await world.clock.advance(1)
  }
  await asked
  assert.ok(seen.includes('PENDING') && seen.includes('CONFIRMED'))
})

test('B11 five webhooks at once, an hour late, for an ended reservation, refund once', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_challenge')
  await shop.world.pass(61 * MINUTE_MS, 10_000)
  assert.equal((await shop.get(pending.bookingId)).reason, 'challenge_abandoned')
  shop.world.inventory.expire(reservationId)
  shop.world.payment.takeMoney(pending.paymentId)
  const { bookingId } = pending
  const hooks = Array.from({ length: 5 }, () => shop.world.client.settleBooking({ bookingId }))
  await shop.world.until(Promise.all(hooks))
  await shop.settle(bookingId)
  const payment = shop.paymentOf(bookingId)
  assert.deepEqual([payment.capturedMinor, payment.refundedMinor], [3000, 3000])
  assert.equal(payment.refunds.size, 1)
  await shop.isSound()
})

test('B12 a webhook that failed converges when it is delivered again', async () => {
  const shop = await Shop.open()
  const pending = await shop.book(shop.reserve(), 'tok_challenge')
  shop.world.payment.decide(pending.paymentId)
  shop.world.rates = { ...noFaults, before: 1 }
  assert.equal((await shop.settle(pending.bookingId)).status, BookingStatus.PENDING)
  shop.world.rates = noFaults
  assert.equal((await shop.settle(pending.bookingId)).status, BookingStatus.CONFIRMED)
  await shop.isSound()
})

test('B15 what was paid when the site went down is finished later', async () => {
  const shop = await Shop.open()
  for (let i = 0; i < 19; i++) {
    void shop.ask(shop.reserve(), 'tok_ok').catch(() => undefined)
    await shop.world.clock.advance(1)
  }
  await shop.world.crash()
  await shop.world.pass(MINUTE_MS)
  const bookings = await shop.world.allBookings()
  assert.ok(bookings.length > 0)
  for (const { status } of bookings) assert.equal(status, 'CONFIRMED')
  await shop.isSound()
})

test('B16 what fails behind a confirmation does not undo it', async () => {
  const broken = { add: () => assert.fail('an extension') }
  const metrics: Metrics = {
    ...noMetrics,
    counter: (definition) =>
      definition.name === 'bookings_confirmed_total' ? broken : noMetrics.counter(definition),
  }
  const shop = await Shop.open({ metrics })
  const booking = await shop.book(shop.reserve())
  assert.equal(booking.status, BookingStatus.CONFIRMED)
  assert.equal((await shop.world.messages('booking.confirmed')).length, 1)
  assert.equal(shop.world.bugs.length, 1)
})

test('B18 money for a reservation that ended long ago finds booking and seats', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_challenge')
  shop.world.inventory.loseSeats(reservationId, reservationId)
  for (const seat of ['A1', 'B1']) shop.world.inventory.seats.delete(seat)
  shop.world.payment.decide(pending.paymentId)
  assert.equal((await shop.settle(pending.bookingId)).status, BookingStatus.CONFIRMED)
  await shop.isSound()
})

test('B21 money for a booking that has failed goes back and makes no ticket', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  await assert.rejects(shop.book(reservationId, 'tok_declined'), { code: 'payment_declined' })
  const [failed] = await shop.world.allBookings()
  assert.ok(failed)
  shop.world.payment.takeMoney(failed.paymentId)
  const after = await shop.settle(failed.bookingId)
  assert.deepEqual([after.status, after.paymentStatus], [BookingStatus.FAILED, 'REFUNDED'])
  assert.deepEqual(await shop.world.messages('booking.confirmed'), [])
  await shop.isSound()
})

test('B23 a slow payer whose seats were sold is never charged', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_challenge')
  shop.world.inventory.loseSeats(reservationId, 'thief')
  shop.world.payment.decide(pending.paymentId)
  const failed = await shop.settle(pending.bookingId)
  assert.deepEqual([failed.reason, failed.paymentStatus], ['seats_lost', 'VOIDED'])
  assert.equal(shop.paymentOf(pending.bookingId).captures, 0)
  await shop.isSound()
})

test('B26 a crash after any millisecond of a sale or a cancellation leaves no orphan', async () => {
  for (let atMs = 0; atMs < 25; atMs++) {
    const shop = await Shop.open()
    shop.world.rates = { ...noFaults, delayMs: 4 }
    const sold = await shop.book(shop.reserve(), 'tok_ok')
    const { bookingId } = sold
    const { userId } = shop
    void shop.ask(shop.reserve(), 'tok_uncapturable').catch(() => undefined)
    void shop.ask(shop.reserve(), 'tok_ok').catch(() => undefined)
    void shop.world.client.cancelBooking({ bookingId, userId }).catch(() => undefined)
    await shop.world.clock.advance(atMs)
    await shop.world.crash()
    shop.world.rates = noFaults
    await shop.world.pass(MINUTE_MS)
    await shop.isSound()
  }
})

test('B27 a confirmation that races a webhook loses no booking', async () => {
  for (let lateMs = 0; lateMs < 20; lateMs++) {
    const shop = await Shop.open()
    const asked = shop.ask(shop.reserve(), 'tok_ok')
    await shop.world.clock.advance(lateMs)
    const [booking] = await shop.world.allBookings()
    const bookingId = booking?.bookingId ?? ''
    const settled = bookingId ? shop.world.client.settleBooking({ bookingId }) : undefined
    const answer = await shop.world.until(asked)
    await shop.world.until(Promise.resolve(settled))
    assert.equal(answer.status, BookingStatus.CONFIRMED)
    await shop.isSound()
  }
})

test('B34 a payment for an expired reservation is honoured if its seats are free', async () => {
  const shop = await Shop.open()
  const reservationId = shop.reserve()
  const pending = await shop.book(reservationId, 'tok_challenge')
  const reservation = shop.world.inventory.reservations.get(reservationId)
  assert.ok(reservation)
  reservation.status = ReservationStatus.EXPIRED
  for (const seat of reservation.seats) shop.world.inventory.seats.delete(seat)
  shop.world.payment.takeMoney(pending.paymentId)
  assert.equal((await shop.settle(pending.bookingId)).status, BookingStatus.CONFIRMED)
  await shop.isSound()
})
