import { Type } from 'typebox'
import {
  Currency,
  Exact,
  Instant,
  Language,
  Name,
  Nullable,
  NumericId,
  Optionally,
  Page,
  Paging,
  Place,
  Text,
} from './types.ts'

export const NewOrganizer = Exact({ name: Name(200) })
export const Organizer = Type.Object({
  organizer_id: Type.Integer(),
  name: Type.String(),
  owner_user_id: Type.String(),
  created_at: Instant,
})

const TimeZone = Type.String({ minLength: 1, maxLength: 64, examples: ['Europe/Madrid'] })

const ExternalId = Type.Optional(
  Name(
    255,
    'Your own id of it. A repeat with the same one is answered with what the first created, as ' +
      'it is now, whatever else the repeat says',
  ),
)

export const NewVenue = Exact({
  external_id: ExternalId,
  venue_name: Name(200),
  city: Name(100),
  country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' }),
  address: Type.Optional(Text(500)),
  time_zone: TimeZone,
  location: Type.Optional(Place),
})

const NullablePlace = Type.Unsafe<{ latitude: number; longitude: number } | null>({
  type: ['object', 'null'],
  properties: { latitude: { type: 'number' }, longitude: { type: 'number' } },
})

export const Venue = Type.Object({
  venue_id: Type.Integer(),
  organizer_id: Type.Integer(),
  venue_name: Type.String(),
  city: Type.String(),
  country: Type.String(),
  address: Type.String(),
  time_zone: Type.String(),
  location: NullablePlace,
  created_at: Instant,
})
export const VenuePage = Page(Venue)
export const VenueQuery = Exact(Paging)

const details = {
  event_name: Name(255),
  event_date: Instant,
  end_date: Instant,
  description: Text(20_000),
  category: Text(64),
  image_url: Type.String({ maxLength: 2000, pattern: '^(https://\\S+)?$' }),
  time_zone: TimeZone,
  currency: Currency,
  sale_start_time: Instant,
  sale_end_time: Instant,
  max_seats_per_buyer: Type.Integer({ minimum: 0, maximum: 1000, description: '0 is no limit' }),
  reservation_minutes: Type.Integer({ minimum: 1, maximum: 120 }),
  orphan_rule: Type.Enum(['strict', 'lenient', 'off'], {
    description: 'May a single seat be left alone?',
  }),
  language: Language,
}

const changes = {
  event_name: Type.Optional(details.event_name),
  event_date: Type.Optional(details.event_date),
  end_date: Type.Optional(details.end_date),
  description: Type.Optional(details.description),
  category: Type.Optional(details.category),
  image_url: Type.Optional(details.image_url),
  time_zone: Type.Optional(details.time_zone),
  currency: Type.Optional(details.currency),
  sale_start_time: Type.Optional(details.sale_start_time),
  sale_end_time: Type.Optional(details.sale_end_time),
  max_seats_per_buyer: Type.Optional(details.max_seats_per_buyer),
  reservation_minutes: Type.Optional(details.reservation_minutes),
  orphan_rule: Type.Optional(details.orphan_rule),
  language: Type.Optional(details.language),
}

export const EventChanges = Exact(
  {
    ...changes,
    end_date: Type.Optional(
      Nullable<string>({
        type: 'string',
        format: 'date-time',
        maxLength: 40,
        description: 'null: not known after all',
      }),
    ),
  },
  { minProperties: 1 },
)
export const NewEvent = Exact({
  ...changes,
  external_id: ExternalId,
  venue_id: NumericId,
  event_name: details.event_name,
  event_date: details.event_date,
})
export const Cancellation = Optionally(Exact({ reason: Type.Optional(Text(500)) }))

export const EventStatusName = Type.Enum([
  'DRAFT',
  'UPCOMING',
  'ON_SALE',
  'SOLD_OUT',
  'CANCELLED',
  'PAST',
])

/** What everybody sees of an event, in lists and in search alike. */
export const eventFields = {
  event_id: Type.Integer(),
  organizer_id: Type.Integer(),
  venue_id: Type.Integer(),
  venue_name: Type.String(),
  city: Type.String(),
  country: Type.String(),
  location: NullablePlace,
  event_name: Type.String(),
  description: Type.String(),
  category: Type.String(),
  image_url: Type.String(),
  event_date: Instant,
  end_date: Nullable<string>({ type: 'string', description: 'null: nobody has said' }),
  time_zone: Type.String(),
  currency: Type.String(),
  language: Type.String(),
  status: EventStatusName,
  total_seats: Type.Integer(),
  available_seats: Type.Integer({ description: 'Seconds old at most' }),
  min_price: Nullable<string>({
    type: 'string',
    description: 'Of the cheapest seat; null without a seat map',
    examples: ['45.00'],
  }),
  max_price: Nullable<string>({ type: 'string', examples: ['150.00'] }),
  sale_start_time: Nullable<string>({ type: 'string' }),
  sale_end_time: Nullable<string>({ type: 'string' }),
  max_seats_per_buyer: Type.Integer(),
  reservation_minutes: Type.Integer(),
  orphan_rule: Type.String(),
  version: Type.Integer(),
  created_at: Instant,
  updated_at: Instant,
}
export const Event = Type.Object(eventFields)
export const EventPage = Page(Event)
export const EventQuery = Exact({
  status: Type.Optional(EventStatusName),
  city: Type.Optional(Text(100)),
  category: Type.Optional(Text(64)),
  mine: Type.Optional(Type.Boolean({ description: 'My own events, drafts among them' })),
  ...Paging,
})
export const EventPath = Exact({ event_id: NumericId })
export const VenuePath = Exact({ venue_id: NumericId })
