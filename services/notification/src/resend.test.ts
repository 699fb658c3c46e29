import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BookingStatus } from '@usher/contracts'
import { bookingIn, listMailer, openNotification } from './testing/open-notification.fixture.ts'

const HOUR_MS = 3_600_000

test('a mail is sent again for its buyer alone, and once for each operation', async () => {
  const { mailer, world, own } = opened()
  for (let i = 0; i < 3; i++) {
    const { notification } = await world.client.resendBooking({ ...own, operationId: 'again 1' })
    assert.equal(notification?.occasion, 'booking_confirmed')
  }
  await world.run('deliver')
  const { notification } = await world.client.resendBooking({ ...own, operationId: 'again 1' })
  assert.equal(notification?.status, 'SENT')
  await world.run('deliver')
  assert.equal(mailer.mails.length, 1)
  assert.match(mailer.mails[0]?.messageId ?? '', /^[\w.=-]+@example\.org$/)
  const other = { ...own, userId: 'user_ben', operationId: 'again 2' }
  await assert.rejects(world.client.resendBooking(other), { kind: 'not_found' })
})

test('three an hour are sent again, however many ask at once', async () => {
  const { mailer, world, own } = opened()
  const wishes = Array.from({ length: 10 }, (_, i) =>
    world.client.resendBooking({ ...own, operationId: `op ${i}` }),
  )
  const ended = await Promise.allSettled(wishes)
  const refused = ended.filter(({ status }) => status === 'rejected')
  assert.equal(refused.length, 7)
  await world.run('deliver')
  assert.equal(mailer.mails.length, 3)
  await world.clock.advance(HOUR_MS / 2)
  await assert.rejects(world.client.resendBooking({ ...own, operationId: 'more' }), {
    kind: 'exhausted',
    code: 'resend_limit',
    facts: { retry_after_seconds: 1800 },
  })
  await world.clock.advance(HOUR_MS / 2)
  await world.client.resendBooking({ ...own, operationId: 'more' })
  await world.run('deliver')
  assert.equal(mailer.mails.length, 4)
})

test('whoever only asks is told of the limit, and nothing is noted or sent', async () => {
  const { mailer, world, own } = opened()
  for (let i = 0; i < 4; i++) {
    await world.client.resendBooking({ ...own, operationId: `ask ${i}`, onlyAsk: true })
  }
  await world.run('deliver')
  assert.equal(mailer.mails.length, 0)
  for (let i = 0; i < 3; i++) {
    await world.client.resendBooking({ ...own, operationId: `op ${i}` })
  }
  const asked = world.client.resendBooking({ ...own, operationId: 'more', onlyAsk: true })
  await assert.rejects(asked, { code: 'resend_limit' })
})

test('only a confirmed booking has a mail to send again, and requests are checked', async () => {
  const { world, own } = opened()
  const booking = world.sales.bookings.get(own.bookingId)
  assert.ok(booking)
  booking.status = BookingStatus.CANCELLED
  const wish = { ...own, operationId: 'op' }
  await assert.rejects(world.client.resendBooking(wish), { code: 'booking_not_confirmed' })
  for (const bad of [{ bookingId: 'bk_1' }, { userId: '' }, { operationId: 'x'.repeat(201) }]) {
    await assert.rejects(world.client.resendBooking({ ...wish, ...bad }), { kind: 'invalid' })
  }
})

test('without a mailbox there are no mails to read', async () => {
  const { world } = opened()
  const refusal = { kind: 'unavailable', code: 'no_mailbox' }
  await assert.rejects(world.client.listMails({}), refusal)
  await assert.rejects(world.client.getMail({ mailId: 'x' }), refusal)
})

function opened() {
  const mailer = listMailer()
  const world = openNotification({ mailer })
  return { mailer, world, own: { bookingId: bookingIn(world.sales), userId: 'user_ann' } }
}
