import { Type } from 'typebox'
import { eventFields, EventStatusName } from './events.ts'
import { Currency, Cursor, Exact, Instant, Name, Nullable, Page, Several, Text } from './types.ts'

const Price = Type.String({
  pattern: '^\\d{1,12}(\\.\\d{1,4})?$',
  description: 'Decimal text; needs currency',
  examples: ['45.00'],
})
const RESULTS_MAX = 100
const SUGGESTIONS_MAX = 20
/** Half the way around the earth. */
const FARTHEST_KM = 20_038

export const SearchQuery = Exact({
  q: Type.Optional(Text(200, 'Words, e.g. nabucco madrid; typos and accents do not matter')),
  city: Type.Optional(Several(Name(100), 'Any of these')),
  category: Type.Optional(Several(Name(64), 'Any of these')),
  country: Type.Optional(
    Several(Type.String({ pattern: '^[A-Za-z]{2}$' }), 'Any of these, ISO 3166-1 alpha-2'),
  ),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  min_price: Type.Optional(Price),
  max_price: Type.Optional(Price),
  currency: Type.Optional(Currency),
  available: Type.Optional(Type.Boolean({ description: 'On sale and not sold out' })),
  near: Type.Optional(
    Type.String({
      maxLength: 60,
      pattern: '^-?\\d{1,3}(\\.\\d+)?,-?\\d{1,3}(\\.\\d+)?$',
      description: 'Latitude and longitude',
      examples: ['40.4168,-3.7038'],
    }),
  ),
  radius_km: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, maximum: FARTHEST_KM, description: 'Needs near' }),
  ),
  sort: Type.Optional(
    Type.Enum(['relevance', 'date', 'price', 'distance'], {
      description: 'When absent: by relevance with q, by date without; distance needs near',
    }),
  ),
  facets: Type.Optional(Type.Boolean({ description: 'Counts per city, category, month …' })),
  status: Type.Optional(Several(EventStatusName, 'Any of these')),
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: RESULTS_MAX, default: 20 })),
})

const Facet = Type.Object({
  name: Type.String({ examples: ['city', 'category', 'country', 'month', 'status'] }),
  values: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })),
})

export const SearchResult = Type.Object({
  ...Page(
    Type.Object({
      ...eventFields,
      distance_km: Nullable<number>({ type: 'number', description: 'From near' }),
    }),
  ).properties,
  total: Type.Integer({ description: 'Exact up to 10,000, then 10,000' }),
  corrected_text: Nullable<string>({
    type: 'string',
    description: 'The words as they were understood, when some were taken for typos',
    examples: ['nabucco'],
  }),
  facets: Type.Array(Facet, { description: 'Empty unless asked for' }),
})

export const SuggestQuery = Exact({
  q: Name(100, 'What was typed so far'),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: SUGGESTIONS_MAX, default: 8 })),
})
export const Suggestions = Type.Object({
  data: Type.Array(
    Type.Object({
      text: Type.String(),
      kind: Type.String({ examples: ['event', 'venue', 'city', 'category'] }),
      event_id: Nullable<number>({ type: 'integer', description: 'Of an event' }),
    }),
  ),
})

export const Reindex = Type.Object({
  reindex_id: Type.String(),
  status: Type.String({ examples: ['RUNNING', 'DONE', 'FAILED'] }),
  messages: Type.Integer({ description: 'Read so far' }),
  events: Type.Integer({ description: 'Found in them' }),
  started_at: Instant,
  ended_at: Nullable<string>({ type: 'string' }),
  reason: Nullable<string>({ type: 'string', description: 'Why it failed' }),
})
