import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BookingId, BookingReference, EventId, ReservationId, UserId } from '@usher/kernel'
import { type Booking, changed } from '../domain/booking.ts'
import { withCancellation, withRefundDone } from '../domain/cancellation.ts'
import { sampleBooking } from '../simulation/sample-booking.fixture.ts'
import type { Announcement, BookingStore, CreateOutcome } from './booking-store.ts'

export interface BookingStoreFixture {
  readonly store: BookingStore
  /** The keys of the messages of a topic, in order. */
  readonly messages: (topic: string) => Promise<readonly string[]>
  close(): Promise<void>
}

const EVENT = 7 as EventId
const confirmed: Announcement = { fact: 'confirmed' }

/** The law of `BookingStore`, for every adapter. */
export function bookingStoreContract(
  name: string,
  open: () => Promise<BookingStoreFixture>,
  options: { readonly skip?: string | false } = {},
): void {
  const law = (title: string, check: (fixture: BookingStoreFixture) => Promise<void>) => {
    void test(title, async () => {
      const fixture = await open()
      try {
        await check(fixture)
      } finally {
        await fixture.close()
      }
    })
  }

  void describe(`booking store over ${name}`, options, () => {
    law('a booking is read as it was stored, by id and by reference', async ({ store }) => {
      const booking = sampleBooking(1)
      assert.deepEqual(await store.create(booking, 0), { created: true })
      assert.deepEqual(await store.get(booking.bookingId), booking)
      assert.deepEqual(await store.byReference(booking.bookingReference), booking)
      assert.deepEqual(await store.lastOf(booking.reservationId), booking)
    })

    law('many bookings are read at once, those that there are', async ({ store }) => {
      const [one, other] = [sampleBooking(1), sampleBooking(2)]
      for (const booking of [one, other]) await store.create(booking, 0)
      const ids = [one, other, one].map(({ bookingId }) => bookingId)
      const found = await store.many([...ids, 'bk_none' as BookingId])
      const byId = found.toSorted((a, b) => (a.bookingId < b.bookingId ? -1 : 1))
      assert.deepEqual(byId, [one, other])
      assert.deepEqual(await store.many([]), [])
    })

    law('what is not there is undefined', async ({ store }) => {
      assert.equal(await store.get('bk_none' as BookingId), undefined)
      assert.equal(await store.byReference('BK-NONE' as BookingReference), undefined)
      assert.equal(await store.lastOf('rsv_none' as ReservationId), undefined)
      assert.equal(await store.update({ before: sampleBooking(1), after: sampleBooking(1) }), false)
    })

    law('of two bookings for one reservation at once, one is created', async ({ store }) => {
      const bookings = [sampleBooking(1), { ...sampleBooking(2), ...payerOf(1) }] as const
      const outcomes = await Promise.all(bookings.map((booking) => store.create(booking, 0)))
      const [first, second] = outcomes[0]?.created ? bookings : bookings.toReversed()
      assert.ok(first && second)
      const taken = { created: false, because: 'taken', by: first }
      assert.deepEqual(outcomes.toSorted(byCreated), [taken, { created: true }])
      assert.equal(await store.get(second.bookingId), undefined)
    })

    law(
      'a failed booking gives way to another, but answers its own operation',
      async ({ store }) => {
        const first = await created(store, sampleBooking(1))
        const failed = changed(first, { status: 'FAILED', step: 'rest' })
        await store.update({ before: first, after: failed })
        const repeat = { ...sampleBooking(2), ...payerOf(1), operationId: first.operationId }
        const outcome = await store.create(repeat, 0)
        assert.deepEqual(outcome, { created: false, because: 'taken', by: failed })
        const other = { ...sampleBooking(3), ...payerOf(1) }
        assert.deepEqual(await store.create(other, 0), { created: true })
        assert.deepEqual(await store.lastOf(first.reservationId), other)
      },
    )

    law('an id or a reference is given once', async ({ store }) => {
      const first = await created(store, sampleBooking(1))
      const sameId = { ...sampleBooking(2), bookingId: first.bookingId }
      const outcome = await store.create(sameId, 0)
      assert.deepEqual(outcome, { created: false, because: 'taken', by: first })
      const sameReference = { ...sampleBooking(3), bookingReference: first.bookingReference }
      assert.deepEqual(await store.create(sameReference, 0), {
        created: false,
        because: 'reference_taken',
      })
      assert.equal(await store.get(sameReference.bookingId), undefined)
    })

    law('of two changes of one version, one applies', async ({ store, messages }) => {
      const before = await created(store, sampleBooking(1))
      const after = changed(before, { status: 'CONFIRMED', step: 'rest', confirmedAtMs: 5 })
      const change = { before, after, announce: confirmed }
      const applied = await Promise.all([store.update(change), store.update(change)])
      assert.deepEqual(applied.filter(Boolean), [true])
      assert.deepEqual(await store.get(before.bookingId), after)
      assert.deepEqual(await messages('booking.confirmed'), [before.bookingId])
    })

    law('a refund is announced in the commit that completes it', async ({ store, messages }) => {
      const pending = await created(store, sampleBooking(1))
      const sold = changed(pending, { status: 'CONFIRMED', step: 'rest' })
      await store.update({ before: pending, after: sold })
      const cancelling = withCancellation(sold, cancellation(sold))
      await store.update({ before: sold, after: cancelling, dueAtMs: 1 })
      assert.deepEqual(await messages('booking.cancelled'), [])
      const [refund] = cancelling.refunds
      assert.ok(refund)
      const after = withRefundDone(cancelling, refund.refundId, 9)
      await store.update({ before: cancelling, after, announce: { fact: 'cancelled', refund } })
      assert.deepEqual(await messages('booking.cancelled'), [sold.bookingId])
      assert.deepEqual(await store.get(sold.bookingId), after)
    })

    law(
      'open bookings are due in the order of their time until they are closed',
      async ({ store }) => {
        const [late, early] = [sampleBooking(1), sampleBooking(2)]
        await store.create(late, 200)
        await store.create(early, 100)
        assert.deepEqual(await store.due(99, 10), [])
        assert.deepEqual(await store.due(100, 10), [early.bookingId])
        assert.deepEqual(await store.due(200, 10), [early.bookingId, late.bookingId])
        assert.deepEqual(await store.due(200, 1), [early.bookingId])
        await store.postpone(early.bookingId, 300)
        assert.deepEqual(await store.due(299, 10), [late.bookingId])
        await store.update({ before: late, after: changed(late, { step: 'rest' }) })
        await store.postpone(late.bookingId, 0)
        assert.deepEqual(await store.due(1000, 10), [early.bookingId])
      },
    )

    law("a user's bookings are paged, newest first, without those of others", async ({ store }) => {
      const mine = [1, 2, 3].map((n) => ({ ...sampleBooking(n), createdAtMs: n > 1 ? 20 : 10 }))
      for (const booking of mine) await store.create(booking, 0)
      await store.create({ ...sampleBooking(4), userId: 'user_other' as UserId }, 0)
      const userId = sampleBooking(1).userId
      const page = await store.ofUser(userId, { limit: 2 })
      assert.deepEqual(numbersOf(page), ['3', '2'])
      const after = page.at(-1)
      assert.deepEqual(numbersOf(await store.ofUser(userId, { after, limit: 2 })), ['1'])
    })

    law("an event's bookings are paged in the order of their ids", async ({ store }) => {
      for (const n of [2, 1, 3]) await store.create(sampleBooking(n), 0)
      await store.create({ ...sampleBooking(4), eventId: 8 as EventId }, 0)
      const page = await store.ofEvent(EVENT, { limit: 2 })
      assert.deepEqual(numbersOf(page), ['1', '2'])
      const after = page.at(-1)?.bookingId
      assert.deepEqual(numbersOf(await store.ofEvent(EVENT, { after, limit: 2 })), ['3'])
    })

    law('a cancelled event takes no bookings', async ({ store }) => {
      assert.equal(await store.eventCancellation(EVENT), 'none')
      await store.markEventCancelled(EVENT, false)
      assert.equal(await store.eventCancellation(EVENT), 'begun')
      const outcome = await store.create(sampleBooking(1), 0)
      assert.deepEqual(outcome, { created: false, because: 'event_cancelled' })
      await store.markEventCancelled(EVENT, true)
      assert.equal(await store.eventCancellation(EVENT), 'finished')
    })

    law(
      'totals are right whenever they are asked for, also while they are read',
      async ({ store }) => {
        const bookings = await Promise.all([1, 2, 3].map((n) => created(store, sampleBooking(n))))
        const sell = async (before: Booking) => {
          const after = changed(before, { status: 'CONFIRMED', step: 'rest' })
          await store.update({ before, after })
          return after
        }
        const [first, second, third] = bookings as [Booking, Booking, Booking]
        await sell(first)
        const [totals] = await Promise.all([store.totals(EVENT), sell(second)])
        assert.ok(totals.bookings === 1 || totals.bookings === 2)
        const before = await sell(third)
        const cancelling = withCancellation(before, cancellation(before))
        await store.update({ before, after: cancelling, dueAtMs: 1 })
        const [refund] = cancelling.refunds
        assert.ok(refund)
        const after = withRefundDone(cancelling, refund.refundId, 9)
        await store.update({ before: cancelling, after, announce: { fact: 'cancelled', refund } })
        assert.deepEqual(await store.totals(EVENT), {
          bookings: 2,
          capturedMinor: 9000,
          refundedMinor: 3000,
          currency: 'EUR',
        })
        assert.deepEqual(await store.totals(8 as EventId), {
          bookings: 0,
          capturedMinor: 0,
          refundedMinor: 0,
          currency: '',
        })
      },
    )
  })
}

async function created(store: BookingStore, booking: Booking): Promise<Booking> {
  assert.deepEqual(await store.create(booking, 0), { created: true })
  return booking
}

function byCreated(a: CreateOutcome, b: CreateOutcome): number {
  return Number(a.created) - Number(b.created)
}

function payerOf(n: number): Pick<Booking, 'reservationId'> {
  return { reservationId: sampleBooking(n).reservationId }
}

function cancellation({ operationId }: Booking) {
  return {
    refundId: 'rf_1' as never,
    operationId,
    actor: 'system',
    reason: 'rain',
    nowMs: 8,
    seats: [],
    areas: {},
  }
}

/** Each booking's number, by which the samples are told apart. */
function numbersOf(bookings: readonly Booking[]): string[] {
  return bookings.map((booking) => booking.bookingId.slice(-1))
}
