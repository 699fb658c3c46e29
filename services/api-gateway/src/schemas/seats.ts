import { Type } from 'typebox'
import { seatMapFormats } from '../seat-map-options.ts'
import {
  Amount,
  Exact,
  Name,
  Nullable,
  NumericId,
  Page,
  Paging,
  SeatNumber,
  Text,
  UnixSeconds,
} from './types.ts'

export const SeatStatusName = Type.Enum(['AVAILABLE', 'RESERVED', 'BOOKED', 'BLOCKED'])

/** The item of the specification's table `seats`. */
export const Seat = Type.Object({
  event_id: Type.Integer(),
  seat_number: Type.String(),
  section: Type.String(),
  row_number: Type.String(),
  seat_type: Type.String(),
  category: Type.String(),
  price: Amount,
  currency: Type.String(),
  status: SeatStatusName,
  version: Type.Integer(),
  reserved_by: Nullable<string>({
    type: 'string',
    description: 'Shown to this user and to the organizer; null to everybody else',
  }),
  reserved_until: Nullable<number>({ type: 'integer', description: 'Unix seconds' }),
  booking_id: Nullable<string>({ type: 'string', description: 'As reserved_by' }),
  accessible: Type.Boolean(),
  companion: Type.Boolean(),
  created_at: UnixSeconds,
  updated_at: UnixSeconds,
})
export const SeatPage = Page(Seat)
export const SeatQuery = Exact({
  status: Type.Optional(SeatStatusName),
  section: Type.Optional(Name(200)),
  ...Paging,
})
export const SeatPath = Exact({ event_id: NumericId, seat_number: SeatNumber })

const BLOCKED_MAX = 1000
export const SeatsToBlock = Exact({
  seats: Type.Array(SeatNumber, { minItems: 1, maxItems: BLOCKED_MAX }),
  reason: Type.Optional(Text(500)),
})
export const SeatsChanged = Type.Object({ changed: Type.Integer() })

const Counts = Type.Object({
  available: Type.Integer(),
  reserved: Type.Integer(),
  booked: Type.Integer(),
  blocked: Type.Integer(),
  total: Type.Integer(),
})

export const Availability = Type.Object({
  event_id: Type.Integer(),
  change_number: Type.Integer({ description: 'Grows with every change; send it as ?since=' }),
  currency: Type.String(),
  counts: Counts,
  sections: Type.Array(
    Type.Object({
      section: Type.String(),
      category: Type.String(),
      price: Amount,
      area: Type.Boolean({ description: 'General admission: places without seats' }),
      counts: Counts,
    }),
  ),
})
export const AvailabilityQuery = Exact({
  since: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description:
        'With Accept: application/octet-stream: only what changed after this change number',
    }),
  ),
})

export const SeatMapQuery = Exact({
  format: Type.Optional(
    Type.Enum([...seatMapFormats], {
      description: 'Told by Content-Type and content when absent; json is anybody’s own',
    }),
  ),
  columns: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: 'CSV, SVG and JSON: our names and the file’s columns, attributes or paths',
      examples: ['section:Block,row:Reihe'],
    }),
  ),
  prices: Type.Optional(
    Type.String({
      maxLength: 4000,
      description: 'Prices of categories, for formats without',
      examples: ['Cat A:45.00,Cat B:30.00'],
    }),
  ),
  dry_run: Type.Optional(Type.Boolean({ description: 'Only says what would happen' })),
})
/** Read by inventory; docs/seat-maps.md says what is in it. */
export const SeatMapFile = Type.Unsafe<Uint8Array>({ description: 'The file as it is' })
export const OurSeatMap = Type.Object(
  {},
  { additionalProperties: true, description: 'Our own JSON: see docs/seat-maps.md' },
)
const Remark = Type.Object({
  where: Type.String({ description: 'A line, or a path such as zones[0].rows[2].seats[5]' }),
  reason: Type.String(),
})

export const SeatMapReport = Type.Object({
  seats: Type.Integer(),
  areas: Type.Integer(),
  total_capacity: Type.Integer({ description: 'Seats and places of areas together' }),
  skipped: Type.Array(Remark, { description: 'What did not become a seat' }),
  notes: Type.Array(Remark, {
    description: 'What was decided for you, such as seats without price',
  }),
  columns: Type.Record(Type.String(), Type.String(), {
    description: 'CSV, SVG and JSON: the names by which the file was read, given or guessed',
    examples: [{ section: 'Block', row: 'Reihe' }],
  }),
  version: Type.Integer(),
  dry_run: Type.Boolean(),
})
