import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EventId } from '@usher/kernel'
import type { SaleRecords } from './sale-records.ts'

/**
 * Services that have one event of two seats and an area of three places: booking `bookingId` has A1
 * and two places for 110.00, paid by `paymentId`; `reservationId` has A2 and is live.
 */
export interface OpenSaleRecords {
  readonly records: SaleRecords
  readonly bookingId: string
  readonly paymentId: string
  readonly reservationId: string
  readonly eventId: EventId
  /** From here on nobody answers. */
  readonly breakDown: () => void
}

/** What every `SaleRecords` answers. */
export function saleRecordsContract(name: string, open: () => Promise<OpenSaleRecords>): void {
  describe(`${name} answers what is on record`, () => {
    test('a booking, its payment and its seats', async () => {
      const { records, bookingId, paymentId, eventId } = await open()
      assert.deepEqual(await records.booking(bookingId), {
        bookingId,
        eventId,
        paymentId,
        status: 'CONFIRMED',
        totalMinor: 11_000,
        seats: [{ seatNumber: 'A1', priceMinor: 5000, cancelled: false }],
        areas: [{ quantity: 2, cancelled: 0, priceMinor: 3000 }],
      })
      assert.deepEqual(await records.payment(paymentId), {
        bookingId,
        status: 'CAPTURED',
        amountMinor: 11_000,
        refundedMinor: 0,
      })
      const owner = { seatNumber: 'A1', status: 'BOOKED', bookingId }
      assert.deepEqual(await records.seat(eventId, 'A1'), owner)
    })

    test('whether a reservation is live, and what each section has', async () => {
      const { records, reservationId, eventId } = await open()
      assert.equal(await records.isLive(reservationId), true)
      const counts = { available: 1, reserved: 0, booked: 2, blocked: 0, total: 3 }
      const floor = (await records.sections(eventId))?.find(({ isArea }) => isArea)
      assert.deepEqual(floor, { section: 'Floor', isArea: true, ...counts })
    })

    test('what nobody knows is undefined, also by a name that nothing can have', async () => {
      const { records, eventId } = await open()
      assert.equal(await records.booking('no id'), undefined)
      assert.equal(await records.payment('pay_00000000000000000000000000'), undefined)
      assert.equal(await records.seat(eventId, 'Z9'), undefined)
      assert.equal(await records.isLive('rsv_00000000000000000000000000'), false)
      assert.equal(await records.sections(99 as EventId), undefined)
    })

    test('a sale is paused once', async () => {
      const { records, eventId } = await open()
      assert.equal(await records.pauseSale(eventId, 'double_booking'), true)
      assert.equal(await records.pauseSale(eventId, 'double_booking'), false)
    })

    test('who does not answer is unavailable, never unknown', async () => {
      const { records, bookingId, eventId, breakDown } = await open()
      breakDown()
      await assert.rejects(records.booking(bookingId), { kind: 'unavailable' })
      await assert.rejects(records.seat(eventId, 'A1'), { kind: 'unavailable' })
      await assert.rejects(records.sections(eventId), { kind: 'unavailable' })
    })
  })
}
