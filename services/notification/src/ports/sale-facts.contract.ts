import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BookingStatus, ReservationStatus } from '@usher/contracts'
import { type SaleWorld, saleWorld } from '../testing/fake-services.fixture.ts'
import { sampleBooking, sampleReservation, START_MS } from '../testing/sample-sales.fixture.ts'
import type { SaleFacts } from './sale-facts.ts'

const END_MS = START_MS + 600_000

/** What every `SaleFacts` keeps, over services that know this world. */
export function saleFactsContract(name: string, over: (world: SaleWorld) => SaleFacts): void {
  describe(`${name}: the facts of a sale`, () => {
    test('a user and an event are told as mails need them', async () => {
      const facts = over(saleWorld())
      const user = { address: 'ann@example.org', name: 'Ann Ωmega', language: 'en' }
      assert.deepEqual(await facts.user('user_ann'), user)
      const event = await facts.event(7)
      assert.deepEqual(
        [event.name, event.venue, event.address, event.timeZone, event.language],
        ['La bohème', 'Teatro Real', 'Plaza de Isabel II, Madrid', 'Europe/Madrid', 'es'],
      )
      await assert.rejects(facts.user('user_ben'), { code: 'user_not_found' })
      await assert.rejects(facts.event(8), { code: 'event_not_found' })
    })

    test('an event without a date and without details is told all the same', async () => {
      const world = saleWorld()
      const event = world.events.get(7)
      assert.ok(event)
      delete event.details
      const told = await over(world).event(7)
      assert.deepEqual([told.name, told.startsAtMs], ['', undefined])
    })

    test('a booking knows what was booked and what is left', async () => {
      const world = saleWorld()
      const booking = sampleBooking('bk_1')
      const [first, second] = booking.seats
      const [area] = booking.areas
      assert.ok(first && second && area)
      second.cancelled = true
      area.cancelled = 1
      world.bookings.set('bk_1', booking)
      const { booked, places, confirmed, totalMinor } = await over(world).booking('bk_1')
      assert.deepEqual([booked.length, confirmed, totalMinor], [3, true, 34_000])
      assert.deepEqual(
        places.map(({ seatNumber, section, quantity }) => [seatNumber, section, quantity]),
        [
          ['A-12', 'Stalls', 1],
          ['', 'Standing', 1],
        ],
      )
      booking.status = BookingStatus.CANCELLED
      assert.equal((await over(world).booking('bk_1')).confirmed, false)
    })

    test("somebody else's booking is not found, and none is changed by asking", async () => {
      const world = saleWorld()
      world.bookings.set('bk_1', sampleBooking('bk_1'))
      const facts = over(world)
      const other = { bookingId: 'bk_1', userId: 'user_ben' }
      await assert.rejects(facts.bookingOf(other), { kind: 'not_found' })
      const own = await facts.bookingOf({ ...other, userId: 'user_ann' })
      assert.equal(own.bookingReference, 'BK-7Q4M-9XKD-2PTA')
    })

    test('reservations that end within a time are listed, page by page', async () => {
      const world = saleWorld()
      for (const [id, startMs] of [
        ['rsv_0', START_MS],
        ['rsv_1', START_MS + 1],
        ['rsv_2', START_MS + 2],
        ['rsv_3', START_MS + 3],
        ['rsv_4', START_MS + 4],
      ] as const) {
        world.reservations.set(id, sampleReservation(id, startMs))
      }
      const paying = sampleReservation('rsv_5', START_MS + 1)
      paying.status = ReservationStatus.PAYING
      world.reservations.set('rsv_5', paying)
      const found: string[] = []
      let cursor = ''
      do {
        const range = { afterMs: END_MS, untilMs: END_MS + 3, cursor }
        const page = await over(world).expiring(range)
        found.push(...page.reservations.map(({ reservationId }) => reservationId))
        cursor = page.nextCursor
      } while (cursor !== '')
      assert.deepEqual(found, ['rsv_1', 'rsv_2', 'rsv_3'])
      assert.equal((await over(world).reservation('rsv_5')).active, false)
    })

    test('tickets and calendar come as files, and a failure comes through', async () => {
      const world = saleWorld()
      const wish = { bookingId: 'bk_1', language: 'es' }
      const facts = over(world)
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
      assert.equal(text(await facts.ticketsPdf(wish)), '%PDF bk_1 es')
      assert.match(text(await facts.calendar(wish)), /^BEGIN:VCALENDAR/)
      world.renderFailure = new Error('no font')
      await assert.rejects(facts.ticketsPdf(wish), /no font/)
    })
  })
}
