import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BookingStatus, ReservationStatus } from '@usher/contracts'
import { prometheusMetrics } from '@usher/telemetry'
import { mailDeferred, mailRefused } from './domain/errors.ts'
import { RETRY_FOR_MS } from './domain/notification.ts'
import { bookingIn, listMailer, openNotification } from './testing/open-notification.fixture.ts'
import { sampleReservation, START_MS } from './testing/sample-sales.fixture.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describe('the mails of a booking', () => {
  test('a confirmed booking is told once, with tickets and calendar', async () => {
    const { mailer, world } = opened()
    const bookingId = bookingIn(world.sales)
    for (let i = 0; i < 5; i++) await world.confirmed(bookingId)
    await world.run('deliver')
    await world.confirmed(bookingId)
    await world.run('deliver')
    assert.equal(mailer.mails.length, 1)
    const [mail] = mailer.mails
    assert.equal(mail?.messageId, `booking_confirmed.${bookingId}@example.org`)
    assert.equal(mail?.subject, 'Your tickets for La bohème')
    assert.match(mail?.text ?? '', new RegExp(`tickets\\.example\\.org/bookings/${bookingId}`))
    assert.deepEqual(
      mail?.attachments.map(({ filename, contentType }) => [filename, contentType]),
      [
        ['BK-7Q4M-9XKD-2PTA.pdf', 'application/pdf'],
        ['calendar.ics', 'text/calendar; charset=utf-8'],
      ],
    )
    const { notifications } = await world.client.listNotifications({ subjectId: bookingId })
    const [told] = notifications
    assert.deepEqual([notifications.length, told?.status, told?.attempts], [1, 'SENT', 1])
    assert.deepEqual([told?.language, told?.sentAtMs], ['en', BigInt(START_MS)])
  })

  test('each cancellation is told once, whatever the order and the repeats', async () => {
    const { mailer, world } = opened()
    const bookingId = bookingIn(world.sales)
    const part = { refundId: 'rf_1', seats: ['A-13'] }
    const rest = { refundId: 'rf_2' }
    for (let i = 0; i < 5; i++) {
      await world.cancelled(bookingId, rest)
      await world.cancelled(bookingId, part)
    }
    await world.run('deliver')
    assert.deepEqual(mailer.mails.map(({ subject }) => subject).sort(), [
      'Part of your booking for La bohème is cancelled',
      'Your booking for La bohème is cancelled',
    ])
  })

  test('a booking whose event was called off is told so, in the language of the event', async () => {
    const { mailer, world } = opened()
    const user = world.sales.users.get('user_ann')
    assert.ok(user)
    user.language = ''
    const bookingId = bookingIn(world.sales)
    await world.cancelled(bookingId, { refundId: 'rf_1', reason: 'event_cancelled' })
    await world.run('deliver')
    assert.equal(mailer.mails[0]?.subject, 'La bohème: evento cancelado')
  })

  test('tickets are not sent for a booking that was cancelled meanwhile', async () => {
    const { mailer, world } = opened()
    const bookingId = bookingIn(world.sales)
    await world.confirmed(bookingId)
    await world.cancelled(bookingId, { refundId: 'rf_1' })
    const booking = world.sales.bookings.get(bookingId)
    assert.ok(booking)
    booking.status = BookingStatus.CANCELLED
    await world.run('deliver')
    assert.deepEqual(
      mailer.mails.map(({ subject }) => subject),
      ['Your booking for La bohème is cancelled'],
    )
    const { notifications } = await world.client.listNotifications({ subjectId: bookingId })
    assert.deepEqual(notifications.map(({ status }) => status).sort(), ['DROPPED', 'SENT'])
  })

  test('a topic read again from its beginning tells nothing of what is long ago', async () => {
    const metrics = prometheusMetrics()
    const { mailer, world } = opened({ metrics })
    const bookingId = bookingIn(world.sales)
    await world.confirmed(bookingId, START_MS - RETRY_FOR_MS - 1)
    await world.run('deliver')
    assert.equal(mailer.mails.length, 0)
    const text = await metrics.scrape()
    assert.match(text, /occasion="booking_confirmed",outcome="too_old"\} 1/)
  })
})

describe('what cannot be sent', () => {
  test('is tried for three days, ever more rarely, and holds up nobody', async () => {
    const { mailer, world } = opened()
    const [lame, sound] = [bookingIn(world.sales, 1), bookingIn(world.sales, 2)]
    let attempts = 0
    mailer.failure = ({ messageId }) => {
      if (!messageId.includes(lame)) return undefined
      attempts += 1
      return mailDeferred('greylisted')
    }
    await world.confirmed(lame)
    await world.confirmed(sound)
    await world.run('deliver')
    assert.equal(mailer.mails.length, 1)
    for (let i = 0; i < 3 * 24 * 4 + 12; i++) {
      await world.clock.advance(15 * MINUTE_MS)
      await world.run('deliver')
    }
    const [failed] = (await world.client.listNotifications({ subjectId: lame })).notifications
    assert.deepEqual([failed?.status, failed?.reason], ['FAILED', 'mail_deferred: greylisted'])
    assert.ok(attempts > 30 && attempts < 60, `${attempts} attempts`)
    assert.equal(failed?.attempts, attempts)
  })

  test('is given up at once when the recipient is refused', async () => {
    const { mailer, world } = opened()
    const bookingId = bookingIn(world.sales)
    mailer.failure = () => mailRefused('550 no such user')
    await world.confirmed(bookingId)
    await world.run('deliver')
    await world.clock.advance(HOUR_MS)
    await world.run('deliver')
    const [told] = (await world.client.listNotifications({ subjectId: bookingId })).notifications
    assert.deepEqual([told?.status, told?.attempts], ['FAILED', 1])
  })

  test('waits when tickets cannot be made or a service does not answer, and then arrives', async () => {
    const { mailer, world } = opened()
    const bookingId = bookingIn(world.sales)
    const user = world.sales.users.get('user_ann')
    assert.ok(user)
    world.sales.users.clear()
    await world.confirmed(bookingId)
    await world.run('deliver')
    world.sales.users.set('user_ann', user)
    world.sales.renderFailure = new Error('no font')
    await world.clock.advance(MINUTE_MS)
    await world.run('deliver')
    const [waiting] = (await world.client.listNotifications({ subjectId: bookingId })).notifications
    assert.deepEqual([waiting?.status, waiting?.reason], ['PENDING', 'internal_error'])
    world.sales.renderFailure = undefined
    await world.clock.advance(5 * MINUTE_MS)
    await world.run('deliver')
    assert.equal(mailer.mails.length, 1)
  })

  test('is refused without asking a server when the address would break a header', async () => {
    const { mailer, world } = opened()
    const user = world.sales.users.get('user_ann')
    assert.ok(user)
    user.email = 'ann@example.org>\r\nRCPT TO:<all@example.org'
    const bookingId = bookingIn(world.sales)
    await world.confirmed(bookingId)
    await world.run('deliver')
    assert.equal(mailer.mails.length, 0)
    const [told] = (await world.client.listNotifications({ subjectId: bookingId })).notifications
    assert.equal(told?.status, 'FAILED')
  })

  test('tickets that are made too late are not sent by whoever was given up', async () => {
    const { mailer, world } = opened()
    const bookingId = bookingIn(world.sales)
    const gate = Promise.withResolvers<void>()
    world.sales.renderGate = gate.promise
    await world.confirmed(bookingId)
    const run = world.run('deliver')
    await world.clock.advance(0)
    await world.clock.advance(MINUTE_MS)
    await run
    gate.resolve()
    await world.clock.advance(0)
    assert.equal(mailer.mails.length, 0)
    await world.clock.advance(MINUTE_MS)
    await world.run('deliver')
    assert.equal(mailer.mails.length, 1)
  })

  test('a server that hangs costs its deadline, not the run', async () => {
    const { world } = opened({
      mailer: { ...listMailer(), send: () => new Promise(() => undefined) },
    })
    const bookingId = bookingIn(world.sales)
    await world.confirmed(bookingId)
    const run = world.run('deliver')
    await world.clock.advance(0)
    await world.clock.advance(0)
    await world.clock.advance(MINUTE_MS)
    await run
    const [told] = (await world.client.listNotifications({ subjectId: bookingId })).notifications
    assert.deepEqual([told?.status, told?.reason.split(':')[0]], ['PENDING', 'deadline_exceeded'])
  })
})

describe('a reservation that is about to end', () => {
  test('is told once, three minutes before, by every run and after a restart', async () => {
    const { mailer, world } = opened()
    for (const id of ['rsv_1', 'rsv_2', 'rsv_3', 'rsv_4', 'rsv_5']) {
      world.sales.reservations.set(id, sampleReservation(id))
    }
    for (let i = 0; i < 60; i++) {
      await world.run('remind')
      await world.run('deliver')
      assert.equal(mailer.mails.length, i * 10_000 >= 7 * MINUTE_MS ? 5 : 0, `at ${i * 10} s`)
      await world.clock.advance(10_000)
      if (i === 50) {
        const again = openNotification({ ...world, mailer })
        await again.run('remind')
        await again.run('deliver')
      }
    }
    assert.match(mailer.mails[0]?.text ?? '', /1:10 PM GMT\+1, about 3 minutes from now/)
  })

  test('is not told when it was short from the beginning, or reminders are off', async () => {
    const short = opened()
    const reservation = sampleReservation('rsv_1')
    reservation.expiresAtMs = BigInt(START_MS + 5 * MINUTE_MS)
    short.world.sales.reservations.set('rsv_1', reservation)
    const off = opened({ config: { remindMinutes: 0 } })
    off.world.sales.reservations.set('rsv_1', sampleReservation('rsv_1'))
    for (const { world, mailer } of [short, off]) {
      for (let i = 0; i < 12; i++) {
        await world.run('remind')
        await world.run('deliver')
        await world.clock.advance(MINUTE_MS)
      }
      assert.equal(mailer.mails.length, 0)
    }
  })

  test('is dropped when it was paid, has ended or is over before the mail went out', async () => {
    for (const spoil of [paid, ended]) {
      const { mailer, world } = opened()
      const reservation = sampleReservation('rsv_1')
      world.sales.reservations.set('rsv_1', reservation)
      await world.clock.advance(8 * MINUTE_MS)
      await world.run('remind')
      spoil(reservation)
      await world.run('deliver')
      assert.equal(mailer.mails.length, 0)
      const [told] = (await world.client.listNotifications({ subjectId: 'rsv_1' })).notifications
      assert.equal(told?.status, 'DROPPED')
    }
  })

  test('is told later when it was extended meanwhile', async () => {
    const { mailer, world } = opened()
    const reservation = sampleReservation('rsv_1')
    world.sales.reservations.set('rsv_1', reservation)
    await world.clock.advance(8 * MINUTE_MS)
    await world.run('remind')
    reservation.expiresAtMs += BigInt(10 * MINUTE_MS)
    await world.run('deliver')
    assert.equal(mailer.mails.length, 0)
    await world.clock.advance(9 * MINUTE_MS)
    await world.run('remind')
    await world.run('deliver')
    assert.equal(mailer.mails.length, 1)
  })
})

type OpenOptions = Omit<Parameters<typeof openNotification>[0] & object, 'mailer'>

function opened(options: OpenOptions & { mailer?: ReturnType<typeof listMailer> } = {}) {
  const { mailer = listMailer() } = options
  return { mailer, world: openNotification({ ...options, mailer }) }
}

function paid(reservation: ReturnType<typeof sampleReservation>): void {
  reservation.status = ReservationStatus.PAYING
}

function ended(reservation: ReturnType<typeof sampleReservation>): void {
  reservation.expiresAtMs = BigInt(START_MS + 8 * MINUTE_MS)
}
