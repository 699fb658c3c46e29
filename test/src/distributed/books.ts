import assert from 'node:assert/strict'
import type { BookingItem } from '@usher/booking/adapters/dynamodb/booking-item'
import type { SeatItem } from '@usher/inventory/adapters/dynamodb/seat-item'
import type { PaymentItem } from '@usher/payment/adapters/dynamodb/payment-item'
import type { Settings } from './servers.ts'
import { stored } from './stored.ts'

/** What the tables say of one event, read past every service. */
export interface Books {
  readonly bookings: readonly BookingItem[]
  readonly seats: readonly SeatItem[]
  readonly payments: readonly PaymentItem[]
}

export async function readBooks(settings: Settings, eventId: number): Promise<Books> {
  const found = await stored<BookingItem>(settings, 'bookings')
  const bookings = found.filter((booking) => Number(booking.event_id) === eventId)
  const ids = new Set(bookings.map(({ booking_id }) => booking_id))
  const payments = await stored<PaymentItem>(settings, 'payments')
  const seats = await stored<SeatItem>(settings, 'seats')
  return {
    bookings,
    // Behind the point is the partition.
    seats: seats.filter(({ event_id }) => Math.floor(event_id) === eventId),
    payments: payments.filter(({ booking_id }) => ids.has(booking_id)),
  }
}

/** What has not come to its end yet, by itself, after a fault. */
export function openEnds({ bookings }: Books): readonly string[] {
  return bookings
    .filter(({ status, step }) => status === 'PENDING' || step !== 'rest')
    .map(({ booking_id: id, status, step }) => `${id} ${status} ${step}`)
}

/** Each sold seat has the booking that has it, and the bank has the money of these alone. */
export function checkBooks({ bookings, seats, payments }: Books): void {
  const taken = seats
    .filter(({ status }) => status === 'BOOKED')
    .map(({ seat_number, booking_id }) => `${seat_number} ${booking_id}`)
  const owned = bookings
    .filter(({ status }) => status === 'CONFIRMED')
    .flatMap(({ booking_id, seats: own }) =>
      own.flatMap(({ seat_number, cancelled }) =>
        cancelled ? [] : [`${seat_number} ${booking_id}`],
      ),
    )
  assert.deepEqual(taken.toSorted(), owned.toSorted(), 'seats and bookings agree')
  for (const { booking_id: id, status, total_amount, refunded_amount } of bookings) {
    const due =
      status === 'CONFIRMED' || status === 'CANCELLED' ? total_amount - refunded_amount : 0
    const own = payments.filter(({ booking_id }) => booking_id === id)
    assert.equal(own.map(keptMinor).reduce(sum, 0), due, `${id} is ${status}`)
  }
}

function keptMinor({ status, amount, refunds }: PaymentItem): number {
  if (status !== 'CAPTURED') return 0
  const done = refunds.filter((refund) => refund.status === 'DONE')
  return amount - done.map((refund) => refund.amount).reduce(sum, 0)
}

function sum(left: number, right: number): number {
  return left + right
}
