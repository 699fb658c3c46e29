import { Type } from 'typebox'
import {
  Amount,
  AreaQuantities,
  Exact,
  Instant,
  Name,
  Nullable,
  NumericId,
  Page,
  Paging,
  ReservationId,
  SeatNumber,
  SeatNumbers,
} from './types.ts'

const BestAvailable = Exact({
  quantity: Type.Integer({ minimum: 1, maximum: 20 }),
  section: Type.Optional(Name(200)),
  category: Type.Optional(Name(200)),
  accessible: Type.Optional(Type.Boolean()),
})

export const NewReservation = Exact(
  {
    event_id: NumericId,
    seats: Type.Optional(SeatNumbers),
    best_available: Type.Optional(BestAvailable),
    areas: Type.Optional(AreaQuantities),
  },
  { description: 'Exactly one of seats, best_available and areas' },
)

const ReservedSeat = Type.Object({
  seat_id: Type.String({ examples: ['987#A1'] }),
  seat_number: Type.String(),
  section: Type.String(),
  row_number: Type.String(),
  seat_type: Type.String(),
  category: Type.String(),
  price: Amount,
})
const ReservedPlaces = Type.Object({
  area: Type.String(),
  quantity: Type.Integer(),
  category: Type.String(),
  price: Type.String({ description: 'Of one place' }),
})

export const Reservation = Type.Object({
  reservation_id: Type.String(),
  event_id: Type.Integer(),
  status: Type.Enum(['ACTIVE', 'PAYING', 'CONFIRMED', 'EXPIRED', 'RELEASED']),
  seats: Type.Array(ReservedSeat),
  areas: Type.Array(ReservedPlaces),
  total_amount: Amount,
  currency: Type.String(),
  created_at: Instant,
  expires_at: Instant,
  expires_in_seconds: Type.Integer({ description: 'By our clock; 0 once it has ended' }),
  adjacent: Type.Boolean({ description: 'Best available: the seats are side by side' }),
  booking_id: Nullable<string>({ type: 'string' }),
  version: Type.Integer(),
})
export const ReservationPage = Page(Reservation)
export const ReservationQuery = Exact(Paging)
export const ReservationPath = Exact({ reservation_id: ReservationId })
export const Swap = Exact({
  release: Type.Array(SeatNumber, { minItems: 1, maxItems: 20 }),
  take: Type.Array(SeatNumber, { minItems: 1, maxItems: 20 }),
})
