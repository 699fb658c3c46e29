import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError, type OperationId, type RefundId, type SeatNumber } from '@usher/kernel'
import fc from 'fast-check'
import { sampleBooking } from '../simulation/sample-booking.fixture.ts'
import { type Booking, nothingLeft } from './booking.ts'
import { withCancellation, withRefundDone } from './cancellation.ts'
import { confirmed } from './progress.ts'

const request = fc.record({
  seats: fc.uniqueArray(fc.constantFrom('A1', 'B1', 'Z9'), { maxLength: 2 }),
  floor: fc.integer({ min: 0, max: 4 }),
})

/**
 * Two seats of 15.00 and three places of 7.00; a discount or a fee makes the total differ from
 * their sum.
 */
function soldBooking(adjustmentMinor: number): Booking {
  const area = { area: 'Floor', quantity: 3, category: 'Standing', priceMinor: 700, cancelled: 0 }
  const totalMinor = 5100 + adjustmentMinor
  return confirmed({ ...sampleBooking(1), areas: [area], totalMinor }, 5)
}

test('whatever is cancelled, refunds never exceed the capture and end at it', () => {
  const runs = fc.array(request, { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(runs, fc.integer({ min: -2000, max: 500 }), (requests, adjustmentMinor) => {
      let booking = soldBooking(adjustmentMinor)
      for (const [i, each] of requests.entries()) booking = cancelled(booking, each, i)
      const promised = booking.refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      assert.ok(promised <= booking.totalMinor)
      if (nothingLeft(booking)) assert.equal(promised, booking.totalMinor)
      for (const { refundId } of booking.refunds) booking = withRefundDone(booking, refundId, 9)
      assert.equal(booking.refundedMinor, promised)
      assert.equal(booking.status === 'CANCELLED', nothingLeft(booking))
    }),
  )
})

function cancelled(
  booking: Booking,
  { seats, floor }: { seats: string[]; floor: number },
  i: number,
): Booking {
  try {
    return withCancellation(booking, {
      refundId: `rf_${i}` as RefundId,
      operationId: `op_${i}` as OperationId,
      actor: 'user_1',
      reason: 'rain',
      nowMs: 6,
      seats: seats as SeatNumber[],
      areas: floor ? { Floor: floor } : {},
    })
  } catch (error) {
    assert.ok(isDomainError(error))
    return booking
  }
}
