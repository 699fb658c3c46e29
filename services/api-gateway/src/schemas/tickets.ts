import { Type } from 'typebox'
import { Amount, Exact, Nullable, Optionally, Page } from './types.ts'

const text = (description?: string) =>
  Nullable<string>({ type: 'string', ...(description ? { description } : {}) })

const TicketStatusName = Type.Enum(['VALID', 'CHECKED_IN', 'CANCELLED'])

/** What a ticket says to whoever looks at it. */
export const admission = {
  ticket_id: Type.String({ examples: ['bk_01k9….1'] }),
  booking_id: Type.String(),
  seat_number: text('null for a place in an area'),
  section: Type.String({ description: 'The section, or the area' }),
  row_number: text(),
  category: Type.String(),
  status: TicketStatusName,
}

export const Ticket = Type.Object({
  ...admission,
  event_id: Type.Integer(),
  price: Amount,
  currency: Type.String(),
  code: text('What the QR code holds; null when the ticket is cancelled'),
  checked_in_at: text(),
  checkin_id: text(),
})
export const TicketPage = Page(Ticket)

export const Resend = Optionally(
  Exact({
    reissue: Type.Optional(
      Type.Boolean({ description: 'Ends the codes given out so far and gives out new ones' }),
    ),
  }),
)

export const Notification = Type.Object({
  notification_id: Type.String(),
  occasion: Type.String({
    examples: ['booking_confirmed', 'booking_cancelled', 'event_cancelled'],
  }),
  status: Type.String({ examples: ['PENDING', 'SENT', 'FAILED', 'DROPPED'] }),
  language: text(),
  attempts: Type.Integer(),
  created_at: Type.String(),
  sent_at: text(),
  reason: text('Why the last attempt failed'),
})
export const NotificationPage = Page(Notification)
