import { type Static, type TSchema, Type } from 'typebox'

/** Shapes that many bodies are made of. Each limit is the most that any honest caller needs. */

const UINT32_MAX = 4_294_967_295

/** An object that knows its fields and refuses others. */
export function Exact<const Properties extends Record<string, TSchema>>(
  properties: Properties,
  options: { readonly description?: string; readonly minProperties?: number } = {},
) {
  return Type.Object(properties, { additionalProperties: false, ...options })
}

/** The body of a POST that needs none: nothing, or an object without fields. */
export const NoBody = Type.Unsafe<Record<string, never> | null>({
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {},
})

/** A body that may be left out. */
export function Optionally<Schema extends TSchema>(schema: Schema) {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: ['object', 'null'] })
}

interface NullableSchema<Value> {
  readonly type: string
  readonly description?: string
  readonly format?: string
  readonly maxLength?: number
  readonly examples?: readonly Value[]
}

export function Nullable<Value>(schema: NullableSchema<Value>) {
  return Type.Unsafe<Value | null>({ ...schema, type: [schema.type, 'null'] })
}

/** Text for people: no control characters but line breaks and tabs. */
export function Text(maxLength: number, description?: string) {
  const pattern = '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$'
  return Type.String({ maxLength, pattern, ...(description ? { description } : {}) })
}

/** Text for people that must say something. */
export function Name(maxLength: number, description?: string) {
  const pattern = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]+$'
  return Type.String({ minLength: 1, maxLength, pattern, ...(description ? { description } : {}) })
}

export const NumericId = Type.Integer({ minimum: 1, maximum: UINT32_MAX })

export const UserId = PrefixedId('user')
export const ReservationId = PrefixedId('rsv')
export const BookingId = PrefixedId('bk')

/**
 * An id such as `rsv_01k9…`: what stands before the underscore, then 26 characters of Crockford's
 * base 32.
 */
function PrefixedId(prefix: string) {
  return Type.String({
    pattern: `^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`,
    examples: [`${prefix}_01k9…`],
  })
}

export const SeatNumber = Name(100, 'As the seat map names it, e.g. A1')
export const Amount = Type.String({
  description: 'Decimal text in the currency named beside it',
  examples: ['150.00'],
})
export const Currency = Type.String({
  pattern: '^[A-Z]{3}$',
  description: 'ISO 4217',
  examples: ['EUR'],
})
export const Instant = Type.String({
  format: 'date-time',
  maxLength: 40,
  description: 'ISO 8601, in UTC when answered',
})
export const Language = Type.String({
  maxLength: 35,
  pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
  description: 'BCP 47',
  examples: ['es', 'zh-TW'],
})
export const UnixSeconds = Type.Integer({ description: 'Seconds since 1970-01-01 UTC' })
export const Place = Exact({
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
})

const PLACES_MAX = 20

/** Area name -> number of places. */
export const AreaQuantities = Type.Unsafe<Record<string, number>>({
  type: 'object',
  minProperties: 1,
  maxProperties: PLACES_MAX,
  propertyNames: { type: 'string', minLength: 1, maxLength: 200 },
  additionalProperties: { type: 'integer', minimum: 1, maximum: PLACES_MAX },
  examples: [{ Floor: 2 }],
})

export const SeatNumbers = Type.Array(SeatNumber, { minItems: 1, maxItems: PLACES_MAX })

/** A query parameter that may be given several times. */
export function Several<const Item extends TSchema>(item: Item, description?: string) {
  const list = { type: 'array', items: item, minItems: 1, maxItems: SEVERAL_MAX }
  return Type.Unsafe<Static<Item> | Static<Item>[]>({
    anyOf: [item, list],
    ...(description ? { description } : {}),
  })
}

const SEVERAL_MAX = 50

export const Cursor = Type.String({
  maxLength: 1024,
  description: 'next_cursor of the page before',
})
export const Limit = Type.Integer({
  minimum: 1,
  maximum: 1000,
  default: 50,
  description: 'Items a page',
})
export const Paging = { cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }

/** One page of a list. */
export function Page<Item extends TSchema>(item: Item) {
  return Type.Object({ data: Type.Array(item), next_cursor: Nullable<string>({ type: 'string' }) })
}

/** RFC 9457, with a `code` to switch on. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; what a program decides by' }),
    detail: Type.String(),
    request_id: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object({ in: Type.String(), pointer: Type.String(), detail: Type.String() }),
        { description: 'What is wrong, and where' },
      ),
    ),
  },
  { $id: 'Problem', additionalProperties: true },
)

export type Body<Schema extends TSchema> = Static<Schema>
