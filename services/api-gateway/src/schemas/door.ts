import { Type } from 'typebox'
import { Email } from './auth.ts'
import { admission } from './tickets.ts'
import { Amount, Exact, Instant, Name, Nullable, NumericId, Page, Paging, UserId } from './types.ts'

const text = (description?: string) =>
  Nullable<string>({ type: 'string', ...(description ? { description } : {}) })

/** The most that a QR code can hold (ISO/IEC 18004). */
const CODE_CHARS = 4296
const SECTIONS_MAX = 100
const Gate = Name(100, 'Which door')

export const Scan = Exact({
  code: Type.String({
    minLength: 1,
    maxLength: CODE_CHARS,
    description: 'What was scanned, whatever it is; what is no ticket is refused as invalid',
    examples: ['USHER.0G1…'],
  }),
  gate: Type.Optional(Gate),
  sections: Type.Optional(
    Type.Array(Name(200), {
      maxItems: SECTIONS_MAX,
      description: 'Only tickets of these sections or areas come in here',
      examples: [['Stalls', 'Floor']],
    }),
  ),
})

export const ScanResult = Type.Object({
  result: Type.Enum(['admitted', 'refused']),
  reason: text('Why it was refused; null when admitted'),
  detail: text('More of the reason, e.g. other_event, bad_signature, wrong_section'),
  checkin_id: text('This check-in; of one already_redeemed, the one before'),
  checked_in_at: text(),
  gate: text('Where that was'),
  ticket: Type.Unsafe<Record<string, string | null> | null>({
    type: ['object', 'null'],
    properties: admission,
    required: Object.keys(admission),
    description: 'null when the code names no ticket of this event',
  }),
})

export const CheckIn = Type.Object({
  checkin_id: Type.String(),
  event_id: Type.Integer(),
  ticket_id: Type.String(),
  booking_id: Type.String(),
  seat_number: text(),
  section: Type.String(),
  gate: text(),
  scanner_id: Type.String(),
  checked_in_at: Instant,
  undone_at: text(),
  undone_by: text(),
})
export const CheckInPage = Page(CheckIn)
export const CheckInPath = Exact({
  event_id: NumericId,
  checkin_id: Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9_.-]+$' }),
})

const format = {
  format: Type.Optional(
    Type.Enum(['json', 'csv', 'ndjson'], {
      description: 'As Accept says when absent. CSV and NDJSON hold the whole list',
    }),
  ),
}
export const CheckInQuery = Exact({ gate: Type.Optional(Gate), ...format, ...Paging })
export const AttendeeQuery = Exact({ ...format, ...Paging })

export const Attendee = Type.Object({
  ...admission,
  booking_reference: Type.String(),
  booking_status: Type.String({ examples: ['CONFIRMED'] }),
  booked_at: Instant,
  user_id: Type.String(),
  name: text('null when the account is no more'),
  email: text(),
  price: Amount,
  currency: Type.String(),
  checked_in_at: text(),
  checkin_id: text(),
})
export const AttendeePage = Page(Attendee)

export const NewScanner = Exact({ email: Email })
export const Scanner = Type.Object({
  user_id: Type.String(),
  name: text(),
  email: text(),
  added_at: Instant,
})
export const ScannerPage = Page(Scanner)
export const ScannerQuery = Exact(Paging)
export const ScannerPath = Exact({ user_id: UserId })
