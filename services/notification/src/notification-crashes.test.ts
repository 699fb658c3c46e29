import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reliableDisk } from '@usher/stores'
import { manualClock } from '@usher/testing'
import { LEASE_MS } from './domain/notification.ts'
import type { Mailer } from './ports/mailer.ts'
import { CrashingProcess } from './testing/crashes.fixture.ts'
import { saleWorld } from './testing/fake-services.fixture.ts'
import { bookingIn, listMailer, openNotification } from './testing/open-notification.fixture.ts'
import { sampleReservation, START_MS } from './testing/sample-sales.fixture.ts'
import { temporaryMailbox } from './testing/temporary-mailbox.fixture.ts'

const OCCASIONS = 4

test('whatever step a crash comes at, the mailbox gets one mail an occasion', async () => {
  let steps = 0
  for (let finished = false; !finished; steps++) {
    const clock = manualClock(START_MS)
    const { open, close } = await temporaryMailbox(clock)
    try {
      finished = await crashAndRecover({ dieAt: steps, clock, mailer: open })
      const mails = await (await open()).list({ to: '', limit: 100 })
      assert.equal(mails.length, OCCASIONS, `a crash at step ${steps}`)
      assert.equal(new Set(mails.map(({ subject }) => subject)).size, OCCASIONS)
    } finally {
      await close()
    }
  }
  assert.ok(steps > 2 * 4 * OCCASIONS, `${steps} steps`)
})

test('a mail server, which knows no repeats, gets a mail twice in one gap: taken, not recorded', async () => {
  let gaps = 0
  for (let steps = 0, finished = false; !finished; steps++) {
    const server = listMailer()
    const clock = manualClock(START_MS)
    finished = await crashAndRecover({ dieAt: steps, clock, mailer: async () => server })
    const ids = server.mails.map(({ messageId }) => messageId)
    assert.equal(new Set(ids).size, OCCASIONS, `nothing is lost by a crash at step ${steps}`)
    assert.ok(ids.length <= OCCASIONS + 1, `one mail was under way at step ${steps}`)
    gaps += ids.length - OCCASIONS
  }
  // For each mail: before the answer is heard, and before it is on record.
  assert.equal(gaps, 2 * OCCASIONS)
})

test('who is told to stop finishes the mail under way and leaves the others to the next process', async () => {
  const mailer = listMailer()
  const world = openNotification({ mailer, config: { concurrency: 1 } })
  for (let number = 1; number <= 3; number++) await world.confirmed(bookingIn(world.sales, number))
  const stopping = new AbortController()
  mailer.failure = () => {
    stopping.abort()
    return undefined
  }
  await world.run('deliver', stopping.signal)
  assert.equal(mailer.mails.length, 1)
  const next = openNotification({ mailer, disk: world.disk, sales: world.sales })
  await next.run('deliver')
  assert.equal(new Set(mailer.mails.map(({ messageId }) => messageId)).size, 3)
  assert.equal(mailer.mails.length, 3)
})

interface CrashCase {
  readonly dieAt: number
  readonly clock: ReturnType<typeof manualClock>
  /** What the process finds when it starts. */
  readonly mailer: () => Promise<Mailer>
}

/** True when the first process lived to its end. */
async function crashAndRecover({ dieAt, clock, mailer }: CrashCase): Promise<boolean> {
  const disk = reliableDisk()
  const sales = saleWorld()
  sales.reservations.set('rsv_1', sampleReservation('rsv_1', START_MS - 7 * 60_000))
  const bookingId = bookingIn(sales)
  const process = new CrashingProcess(dieAt)
  const first = openNotification({
    disk,
    clock,
    sales,
    mailer: process.mailer(await mailer()),
    around: (store) => process.store(store),
    config: { concurrency: 1 },
  })
  await occur(first, bookingId).catch(() => undefined)
  const died = process.died
  for (let life = 0; life < 2; life++) {
    const again = openNotification({ disk, clock, sales, mailer: await mailer() })
    await occur(again, bookingId)
    await clock.advance(LEASE_MS)
    await again.run('deliver')
  }
  return !died
}

/** Every occasion, as often as a bus delivers whose consumer was not heard to finish. */
async function occur(world: ReturnType<typeof openNotification>, bookingId: string) {
  await world.run('remind')
  await world.confirmed(bookingId)
  await world.cancelled(bookingId, { refundId: 'rf_1', seats: ['A-13'] })
  await world.cancelled(bookingId, { refundId: 'rf_2', reason: 'event_cancelled' })
  await world.run('deliver')
}
