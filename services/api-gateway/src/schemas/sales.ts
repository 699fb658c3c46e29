import { Type } from 'typebox'
import { SeatStatusName } from './seats.ts'
import { Amount, Exact, Instant, Name, Nullable, Page, Paging } from './types.ts'

export const JournalQuery = Exact({ seat_number: Type.Optional(Name(100)), ...Paging })

export const JournalEntry = Type.Object({
  sequence: Type.Integer(),
  at: Instant,
  actor: Type.String({ description: 'A user id, or system' }),
  action: Type.String({ examples: ['reserved', 'booked', 'expired'] }),
  reason: Nullable<string>({ type: 'string' }),
  reservation_id: Nullable<string>({ type: 'string' }),
  booking_id: Nullable<string>({ type: 'string' }),
  seats: Type.Array(
    Type.Object({
      seat_number: Type.String(),
      before: SeatStatusName,
      after: SeatStatusName,
      version: Type.Integer(),
    }),
  ),
  areas: Type.Array(
    Type.Object({
      area: Type.String(),
      before: SeatStatusName,
      after: SeatStatusName,
      quantity: Type.Integer(),
    }),
  ),
})
export const JournalPage = Page(JournalEntry)

export const Sales = Type.Object({
  event_id: Type.Integer(),
  currency: Type.String(),
  sold: Type.Integer({ description: 'Seats and places booked now' }),
  total_amount: Amount,
  bookings: Type.Integer(),
  captured_amount: Amount,
  refunded_amount: Amount,
  sections: Type.Array(
    Type.Object({
      section: Type.String(),
      category: Type.String(),
      sold: Type.Integer(),
      total_amount: Amount,
    }),
  ),
})
