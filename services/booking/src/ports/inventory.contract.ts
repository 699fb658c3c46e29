import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BookingId, RefundId, ReservationId, SeatNumber, UserId } from '@usher/kernel'
import type { Inventory } from './inventory.ts'

export interface InventoryFixture {
  readonly inventory: Inventory
  readonly userId: UserId
  /** A new ACTIVE reservation of this user with two seats. */
  reserve(): Promise<ReservationId>
  /** Ends it as time does, its seats free again. */
  expire(reservationId: ReservationId): Promise<void>
  /** Gives its first seat, which must be free, to somebody else. */
  sellFirstSeat(reservationId: ReservationId): Promise<void>
  close(): Promise<void>
}

const first = `bk_${'1'.repeat(26)}` as BookingId
const second = `bk_${'2'.repeat(26)}` as BookingId
const refundId = `rf_${'1'.repeat(26)}` as RefundId

/** What a sale relies on; run over the model of the tests and over any real inventory. */
export function inventoryContract(name: string, open: () => Promise<InventoryFixture>): void {
  const law = (title: string, check: (fixture: InventoryFixture) => Promise<void>) => {
    void test(title, async () => {
      const fixture = await open()
      try {
        await check(fixture)
      } finally {
        await fixture.close()
      }
    })
  }
  const payer = async (fixture: InventoryFixture, bookingId = first) => {
    const reservationId = await fixture.reserve()
    return { reservationId, bookingId, userId: fixture.userId }
  }

  void describe(`inventory over ${name}`, () => {
    law('a reservation is its owner’s, and a service’s', async (fixture) => {
      const { inventory, userId } = fixture
      const reservationId = await fixture.reserve()
      const reservation = await inventory.reservation(reservationId, userId)
      assert.equal(reservation.status, 'ACTIVE')
      assert.equal(reservation.seats.length, 2)
      assert.equal(reservation.bookingId, '')
      assert.deepEqual(await inventory.reservation(reservationId, ''), reservation)
      const stranger = `user_${'9'.repeat(26)}` as UserId
      await assert.rejects(inventory.reservation(reservationId, stranger), { kind: 'not_found' })
    })

    law('one booking pays at a time, and may begin twice', async (fixture) => {
      const { inventory } = fixture
      const mine = await payer(fixture)
      assert.equal((await inventory.beginPayment(mine)).status, 'PAYING')
      const again = await inventory.beginPayment(mine)
      assert.deepEqual([again.status, again.bookingId], ['PAYING', first])
      await assert.rejects(inventory.beginPayment({ ...mine, bookingId: second }), {
        kind: 'conflict',
        code: 'payment_in_progress',
      })
    })

    law('an abandoned payment leaves the reservation to another booking', async (fixture) => {
      const { inventory } = fixture
      const mine = await payer(fixture)
      await inventory.beginPayment(mine)
      await inventory.abandonPayment(mine)
      await inventory.abandonPayment(mine)
      const left = await inventory.reservation(mine.reservationId, '')
      assert.deepEqual([left.status, left.bookingId], ['ACTIVE', ''])
      await inventory.beginPayment({ ...mine, bookingId: second })
    })

    law('an ended reservation cannot begin to pay', async (fixture) => {
      const mine = await payer(fixture)
      await fixture.expire(mine.reservationId)
      await assert.rejects(fixture.inventory.beginPayment(mine), { kind: 'expired' })
    })

    law('a confirmation is the booking’s for ever', async (fixture) => {
      const { inventory } = fixture
      const mine = await payer(fixture)
      await inventory.beginPayment(mine)
      await inventory.confirmReservation(mine)
      await inventory.confirmReservation(mine)
      const sold = await inventory.reservation(mine.reservationId, '')
      assert.deepEqual([sold.status, sold.bookingId], ['CONFIRMED', first])
      const other = { ...mine, bookingId: second }
      await assert.rejects(inventory.confirmReservation(other), { kind: 'conflict' })
      await assert.rejects(inventory.beginPayment(other), { kind: 'conflict' })
      await assert.rejects(inventory.abandonPayment(mine), { kind: 'conflict' })
    })

    law('late money gets free seats again, and no others', async (fixture) => {
      const { inventory } = fixture
      const [lucky, late] = [await payer(fixture), await payer(fixture, second)]
      await fixture.expire(lucky.reservationId)
      await inventory.confirmReservation(lucky)
      await fixture.expire(late.reservationId)
      await fixture.sellFirstSeat(late.reservationId)
      await assert.rejects(inventory.confirmReservation(late), { kind: 'conflict' })
    })

    law('booked seats are given back once a refund id', async (fixture) => {
      const { inventory } = fixture
      const mine = await payer(fixture)
      const { seats } = await inventory.beginPayment(mine)
      await inventory.confirmReservation(mine)
      const [seat] = seats.map(({ seatNumber }) => seatNumber)
      const places = { seats: [seat as SeatNumber], areas: {} }
      const release = { ...mine, refundId, places, actor: 'system', reason: 'test' }
      await inventory.releaseBookedSeats(release)
      await inventory.releaseBookedSeats(release)
      const rest = { ...mine, refundId: second.replace('bk', 'rf') as RefundId }
      await inventory.releaseBookedSeats({ ...rest, actor: 'system', reason: 'test' })
      await inventory.releaseBookedSeats({ ...rest, actor: 'system', reason: 'test' })
    })
  })
}
