import type { ReservationRow, SeatRow } from '@usher/inventory/adapters/tables/rows'
import type { BookingRow } from '@usher/booking/adapters/tables/booking-tables'

type Moves<Row extends { readonly status: string }> = Readonly<
  Record<Row['status'], readonly Row['status'][]>
>

/** The state machines as the specification draws them, written down a second time. */
export const seatMoves: Moves<SeatRow> = {
  AVAILABLE: ['RESERVED', 'BOOKED', 'BLOCKED'],
  RESERVED: ['RESERVED', 'BOOKED', 'AVAILABLE'],
  BOOKED: ['AVAILABLE'],
  BLOCKED: ['AVAILABLE'],
}

/** PAYING does not end by time: that would sell a seat whose money is on its way. */
export const reservationMoves: Moves<ReservationRow> = {
  ACTIVE: ['ACTIVE', 'PAYING', 'CONFIRMED', 'EXPIRED', 'RELEASED'],
  PAYING: ['ACTIVE', 'CONFIRMED'],
  CONFIRMED: ['CONFIRMED'],
  EXPIRED: ['CONFIRMED'],
  RELEASED: ['CONFIRMED'],
}

export const bookingMoves: Moves<BookingRow> = {
  PENDING: ['PENDING', 'CONFIRMED', 'FAILED'],
  CONFIRMED: ['CONFIRMED', 'CANCELLED'],
  CANCELLED: ['CANCELLED'],
  FAILED: ['FAILED'],
}
