import { Type } from 'typebox'
import {
  Amount,
  AreaQuantities,
  BookingId,
  Exact,
  Instant,
  Nullable,
  Optionally,
  Page,
  Paging,
  ReservationId,
  SeatNumbers,
  Text,
} from './types.ts'

export const ProviderName = Type.String({
  pattern: '^[a-z][a-z0-9_-]{0,31}$',
  examples: ['sandbox'],
})

export const NewBooking = Exact({
  reservation_id: ReservationId,
  payment: Exact({
    provider: ProviderName,
    token: Type.String({
      minLength: 1,
      maxLength: 500,
      pattern: '^[\\x21-\\x7e]+$',
      description: 'The provider’s token for a card; never a card number',
      examples: ['tok_success'],
    }),
  }),
})

export const Booking = Type.Object({
  booking_id: Type.String(),
  booking_reference: Type.String({ examples: ['BK-7Q4M-9XKD-2PTA'] }),
  event_id: Type.Integer(),
  user_id: Type.String(),
  reservation_id: Type.String(),
  seats: Type.Array(
    Type.Object({
      seat_id: Type.String(),
      seat_number: Type.String(),
      section: Type.String(),
      row_number: Type.String(),
      category: Type.String(),
      price: Amount,
      cancelled: Type.Boolean(),
    }),
  ),
  areas: Type.Array(
    Type.Object({
      area: Type.String(),
      quantity: Type.Integer(),
      category: Type.String(),
      price: Amount,
      cancelled: Type.Integer({ description: 'Places given back' }),
    }),
  ),
  total_amount: Amount,
  refunded_amount: Amount,
  currency: Type.String(),
  status: Type.Enum(['PENDING', 'CONFIRMED', 'CANCELLED', 'FAILED']),
  payment_id: Nullable<string>({ type: 'string' }),
  payment_status: Nullable<string>({ type: 'string' }),
  challenge_url: Nullable<string>({ type: 'string', description: 'Where the buyer must act' }),
  reason: Nullable<string>({ type: 'string', description: 'Why it failed or was cancelled' }),
  created_at: Instant,
  confirmed_at: Nullable<string>({ type: 'string' }),
  cancelled_at: Nullable<string>({ type: 'string' }),
})
export const BookingPage = Page(Booking)
export const BookingQuery = Exact({
  reference: Type.Optional(Type.String({ maxLength: 40, pattern: '^[A-Za-z0-9-]+$' })),
  ...Paging,
})
export const BookingPath = Exact({ booking_id: BookingId })
export const BookingCancellation = Optionally(
  Exact(
    {
      seats: Type.Optional(SeatNumbers),
      areas: Type.Optional(AreaQuantities),
      reason: Type.Optional(Text(500)),
    },
    { description: 'Without seats and areas: the whole booking' },
  ),
)
