import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CheckInId, EventId, OperationId, SeatNumber } from '@usher/kernel'
import { type Booking, changed } from '../domain/booking.ts'
import type { CheckIn } from '../domain/check-in.ts'
import { sampleBooking } from '../simulation/sample-booking.fixture.ts'
import type { BookingStore } from './booking-store.ts'
import type { CheckInStore } from './check-in-store.ts'
import type { TicketStore } from './ticket-store.ts'

export interface CheckInStoreFixture {
  readonly store: CheckInStore
  /** Over the same data. */
  readonly bookings: BookingStore
  readonly tickets: TicketStore
  close(): Promise<void>
}

const EVENT = 7 as EventId
const admitted = { admitted: true }
const seen = { bookingVersion: 1, issue: 1 }

/** The law of `CheckInStore`, and of what `BookingStore` promises about check-ins. */
export function checkInStoreContract(
  name: string,
  open: () => Promise<CheckInStoreFixture>,
  options: { readonly skip?: string | false } = {},
): void {
  const law = (title: string, check: (fixture: CheckInStoreFixture) => Promise<void>) => {
    void test(title, async () => {
      const fixture = await open()
      try {
        for (const n of [1, 2]) await fixture.bookings.create(sampleBooking(n), 0)
        await check(fixture)
      } finally {
        await fixture.close()
      }
    })
  }

  void describe(`check-in store over ${name}`, options, () => {
    law('a hundred scans of one ticket at once admit one', async ({ store }) => {
      const scans = Array.from({ length: 100 }, (_, i) => sampleCheckIn(i))
      const answers = await Promise.all(scans.map((scan) => store.admit(scan, seen)))
      assert.equal(answers.filter((answer) => answer.admitted).length, 1)
      const [first] = (await store.live([ticket(1)])).values()
      for (const answer of answers) {
        if (answer.admitted) continue
        assert.deepEqual(answer, { admitted: false, because: 'already_redeemed', first })
      }
    })

    law('each ticket has a check-in of its own', async ({ store }) => {
      const two = { ...sampleCheckIn(2), number: 2 }
      assert.deepEqual(await store.admit(sampleCheckIn(1), seen), admitted)
      assert.deepEqual(await store.admit(two, seen), admitted)
      const other = { bookingId: sampleBooking(2).bookingId, number: 1 }
      const live = await store.live([ticket(1), ticket(2), other])
      assert.deepEqual(
        [...live],
        [
          [`${two.bookingId}.1`, sampleCheckIn(1)],
          [`${two.bookingId}.2`, two],
        ],
      )
    })

    law('nobody is let in on what has changed since', async ({ store, bookings, tickets }) => {
      const changedAnswer = { admitted: false, because: 'changed' }
      const before = sampleBooking(1)
      await bookings.update({ before, after: changed(before, {}) })
      assert.deepEqual(await store.admit(sampleCheckIn(1), seen), changedAnswer)
      await tickets.reissue(before.bookingId, 'op-1' as OperationId)
      const newer = { bookingVersion: 2, issue: 1 }
      assert.deepEqual(await store.admit(sampleCheckIn(1), newer), changedAnswer)
      assert.deepEqual(await store.admit(sampleCheckIn(1), { ...newer, issue: 2 }), admitted)
    })

    law('a cancellation and a check-in at once: one of them is', async ({ store, bookings }) => {
      for (const [n, checkInFirst] of [
        [1, true],
        [2, false],
      ] as const) {
        const before = sampleBooking(n)
        const change = { before, after: changed(before, {}), notCheckedIn: [1] }
        const enter = () => store.admit({ ...sampleCheckIn(n), bookingId: before.bookingId }, seen)
        const cancel = () => bookings.update(change)
        const both = checkInFirst ? [enter(), cancel()] : [cancel(), enter()]
        const outcomes = await Promise.allSettled(both)
        const [entered, cancelled] = checkInFirst ? outcomes : outcomes.toReversed()
        if (cancelled?.status === 'rejected') {
          assert.equal(cancelled.reason.code, 'already_checked_in')
          assert.deepEqual(entered, { status: 'fulfilled', value: admitted })
          assert.deepEqual(await bookings.get(before.bookingId), before)
        } else {
          assert.deepEqual(cancelled, { status: 'fulfilled', value: true })
          const value = { admitted: false, because: 'changed' }
          assert.deepEqual(entered, { status: 'fulfilled', value })
        }
      }
    })

    law('other tickets of a booking may be cancelled', async ({ store, bookings }) => {
      await store.admit(sampleCheckIn(1), seen)
      const before = sampleBooking(1)
      const after: Booking = changed(before, {})
      assert.equal(await bookings.update({ before, after, notCheckedIn: [2] }), true)
    })

    law('an undone check-in frees its ticket and stays on the list', async ({ store }) => {
      await store.admit(sampleCheckIn(1), seen)
      const undo = { eventId: EVENT, checkInId: idOf(1), undoneBy: 'anna', atMs: 50 }
      const undone = { ...sampleCheckIn(1), undoneAtMs: 50, undoneBy: 'anna' }
      assert.deepEqual(await store.undo(undo), undone)
      assert.deepEqual(await store.undo({ ...undo, undoneBy: 'ben', atMs: 60 }), undone)
      assert.equal((await store.live([ticket(1)])).size, 0)
      assert.deepEqual(await store.admit(sampleCheckIn(2), seen), admitted)
      assert.deepEqual(await store.undo(undo), undone)
      assert.equal((await store.live([ticket(1)])).size, 1)
      const list = await store.ofEvent(EVENT, { gate: '', limit: 10 })
      assert.deepEqual(list, [undone, sampleCheckIn(2)])
    })

    law('what is of another event or unknown is not undone', async ({ store }) => {
      await store.admit(sampleCheckIn(1), seen)
      const undo = { eventId: EVENT, checkInId: idOf(1), undoneBy: 'anna', atMs: 50 }
      assert.equal(await store.undo({ ...undo, eventId: 8 as EventId }), undefined)
      assert.equal(await store.undo({ ...undo, checkInId: idOf(9) }), undefined)
      assert.equal((await store.live([ticket(1)])).size, 1)
    })

    law("an operation is found by its scanner's name for it", async ({ store }) => {
      const operationId = 'scan-1' as OperationId
      const checkIn = { ...sampleCheckIn(1), operationId }
      await store.admit(checkIn, seen)
      const operation = { eventId: EVENT, scannerId: 'anna', operationId }
      assert.deepEqual(await store.byOperation(operation), checkIn)
      assert.equal(await store.byOperation({ ...operation, scannerId: 'ben' }), undefined)
      assert.equal(await store.byOperation({ ...operation, eventId: 8 as EventId }), undefined)
    })

    law('check-ins are paged by time, of all gates or of one', async ({ store }) => {
      const late = { ...sampleCheckIn(1), checkedInAtMs: 30, gate: 'north' }
      const early = { ...sampleCheckIn(2), checkedInAtMs: 10, number: 2, gate: 'south' }
      await store.admit(late, seen)
      await store.admit(early, seen)
      const first = await store.ofEvent(EVENT, { gate: '', limit: 1 })
      assert.deepEqual(first, [early])
      const rest = await store.ofEvent(EVENT, { gate: '', after: early, limit: 10 })
      assert.deepEqual(rest, [late])
      assert.deepEqual(await store.ofEvent(EVENT, { gate: 'north', limit: 10 }), [late])
      assert.deepEqual(await store.ofEvent(EVENT, { gate: 'west', limit: 10 }), [])
      assert.deepEqual(await store.ofEvent(8 as EventId, { gate: '', limit: 10 }), [])
    })
  })
}

function ticket(number: number) {
  return { bookingId: sampleBooking(1).bookingId, number }
}

function idOf(n: number): CheckInId {
  return `ci_${String(n).padStart(26, '0')}` as CheckInId
}

/** Of the first ticket of the first sample booking. */
function sampleCheckIn(n: number): CheckIn {
  return {
    checkInId: idOf(n),
    eventId: EVENT,
    bookingId: sampleBooking(1).bookingId,
    number: 1,
    seatNumber: 'A1' as SeatNumber,
    section: 'Stalls',
    gate: 'north',
    scannerId: 'anna',
    operationId: '',
    checkedInAtMs: n,
    undoneAtMs: 0,
    undoneBy: '',
  }
}
